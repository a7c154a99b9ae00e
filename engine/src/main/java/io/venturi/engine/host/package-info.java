/** What stands between this host and precise measurement: what it is set to, what that does, and what would mend it. */
package io.venturi.engine.host;
