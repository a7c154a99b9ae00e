package io.venturi.cli.iperf3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputProtocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Programs that read the JSON of iperf3 find each member that they look for. */
class TestJsonTest {

    @ParameterizedTest
    @CsvSource({"TCP,UP,json-tcp", "UDP,UP,json-udp", "TCP,BOTH,json-tcp-both", "UDP,BOTH,json-udp-both"})
    void shouldHaveEveryMemberThatReadersLookFor(ThroughputProtocol protocol, ThroughputDirection direction,
                                                 String golden) throws IOException {
        Samples samples = new Samples(false, protocol, direction, 2);

        Set<String> written = paths(TestJson.document(Optional.of(samples.report(1)), "h", "", 1_000_000_000L, true));

        Set<String> missing = new TreeSet<>(lines(golden));
        missing.removeAll(written);
        assertEquals(Set.of(), missing);
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream in = TestJsonTest.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Set<String> paths(String json) {
        Set<String> paths = new TreeSet<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            walk(parser, "", paths);
        }
        return paths;
    }

    private static void walk(JsonParser parser, String path, Set<String> paths) {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    walk(parser, path.isEmpty() ? name : path + "." + name, paths);
                }
            }
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    walk(parser, path + "[]", paths);
                }
            }
            default -> paths.add(path);
        }
    }
}
