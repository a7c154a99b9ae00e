/**
 * System calls and kernel structures of Linux by the foreign function and memory API. Layouts and constants come from
 * {@code gen}, which jextract made; calls are linked by hand so that errno is captured. No policy, no state.
 */
package io.venturi.ffi.linux;
