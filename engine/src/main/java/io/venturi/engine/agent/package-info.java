/** What runs on threads: agents that poll, each stepped by a runner or by a test. */
package io.venturi.engine.agent;
