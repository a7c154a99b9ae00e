package io.venturi.cli.udpst;

import io.venturi.engine.api.CapacityListener;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityReport;
import java.io.PrintStream;

/** Runs a test and tells its result. */
final class ClientRun {

    private ClientRun() {
    }

    /** @return exit status */
    static int run(Options options, Engine engine, StopSignals signals, PrintStream out) {
        boolean text = options.display().format() == Options.Format.TEXT;
        EventText events = new EventText(options, out);
        CapacityListener listener = text ? events::print : ClientRun::warn;
        try (Engine.Test test = engine.prepare(options.client().plan(), listener)) {
            signals.onStop(test::stop);
            CapacityReport report = test.run();
            if (text) {
                if (report.status().completed()) {
                    ClientText.printSummary(options, report, out);
                }
                events.end();
            } else {
                out.println(ClientJson.of(options, report));
            }
            return report.status().code();
        }
    }

    /** Standard output is for the document alone. */
    private static void warn(CapacityEvent event) {
        if (event instanceof CapacityEvent.Notice notice) {
            System.err.println("WARNING: " + notice.text());
        }
    }
}
