/**
 * The live screen of tests and servers. A model of each kind hears what its test tells and makes a {@link
 * io.venturi.cli.tui.Snapshot} of it; a {@link io.venturi.cli.tui.View} is a pure function of snapshot, choice and
 * size; a {@link io.venturi.cli.tui.LiveScreen} brings the two together on a thread of its own, by the local clock.
 *
 * <p>Only this package knows TamboUI and JLine, and nothing of it is loaded unless a screen is shown.
 */
package io.venturi.cli.tui;
