/** What programs and the command line call: plans in, reports out. */
package io.venturi.engine.api;
