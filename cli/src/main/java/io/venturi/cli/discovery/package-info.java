/**
 * Servers that make themselves known on the local link, and finding them: DNS-SD (RFC 6763) over multicast DNS (RFC
 * 6762). jmdns is used here alone.
 */
package io.venturi.cli.discovery;
