package io.venturi.cli.result;

import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.HostException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads result files, whatever program wrote them: this one, irtt, iperf3 or udpst; gzip or not. */
public final class ResultReader {
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final String KNOWN = "venturi (rtt, capacity, capacity --search loss, throughput), irtt, iperf3 -J"
            + " and udpst -f json";

    private ResultReader() {
    }

    /**
     * All tests of all files, in order.
     *
     * @param files paths; {@code -} for {@code standardInput}
     * @throws ConfigException if one is not understood, with file, line and column
     * @throws HostException if one cannot be read
     */
    public static List<Result> readAll(List<String> files, InputStream standardInput) {
        if (files.stream().filter("-"::equals).count() > 1) {
            throw new ConfigException("- stands for standard input and can be given once only.");
        }
        List<Result> results = new ArrayList<>();
        for (String file : files) {
            try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
                results.addAll(read(file.equals("-") ? "standard input" : file, in));
            } catch (BadResultException e) {
                throw new ConfigException(e.getMessage(), e);
            } catch (InvalidPathException e) {
                throw new ConfigException("'" + file + "' is no path.", e);
            } catch (IOException e) {
                throw new HostException("Cannot read " + file + ": "
                        + ResultFile.reason(e) + ".", e);
            }
        }
        return results;
    }

    /**
     * The tests of a stream, at least one.
     *
     * @param file for messages and as the name of the result
     * @throws BadResultException if it is not understood
     * @throws IOException if it cannot be read
     */
    public static List<Result> read(String file, InputStream in) throws IOException {
        Probes probes = new Probes();
        List<Json> documents = JsonReader.read(file, plain(in),
                Map.of("roundTrips", probes::own, "round_trips", probes::irtt));
        if (documents.isEmpty()) {
            throw new BadResultException(file, 0, 0, "the file is empty.");
        }
        if (documents.size() > 1) {
            throw new BadResultException(file, 0, 0, "these are several documents, such as --json-lines gives."
                    + " A result is one document, as --json gives.");
        }
        return tests(file, documents.getFirst(), probes);
    }

    private static List<Result> tests(String file, Json document, Probes probes) {
        if (!document.isObject()) {
            throw document.error("no result: an object was expected.");
        }
        String schema = document.get("schema").anyText();
        return switch (schema) {
            case "venturi.rtt/1" -> List.of(RttResults.read(file, document, probes));
            case "venturi.capacity/1" -> CapacityResults.read(file, document);
            case "venturi.losssearch/1" -> List.of(LossSearchResults.read(file, document));
            case "venturi.throughput/1" -> ThroughputResults.read(file, document);
            case "" -> foreign(file, document, probes);
            default -> throw document.get("schema").error("'" + schema + "' is not a result this version can show."
                    + " It knows those of " + KNOWN + ".");
        };
    }

    private static List<Result> foreign(String file, Json document, Probes probes) {
        if (document.at("version").isObject() && document.at("version", "irtt").present()) {
            return List.of(IrttResults.read(file, document, probes));
        }
        if (document.get("start").isObject() && document.get("intervals").isArray()) {
            return Iperf3Results.read(file, document);
        }
        if (document.get("IPLayerCapSupported").isObject()) {
            return List.of(UdpstResults.read(file, document));
        }
        throw new BadResultException(file, 0, 0, "no result is recognised in it. Known are those of " + KNOWN + ".");
    }

    private static InputStream plain(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        int magic = buffered.read() << 8 | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
    }
}
