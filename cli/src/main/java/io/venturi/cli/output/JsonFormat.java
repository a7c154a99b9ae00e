package io.venturi.cli.output;

import java.io.OutputStream;
import java.io.PrintWriter;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/** JSON streams: that of this program, and those that other programs' readers are used to. */
public final class JsonFormat {
    private static final JsonFactory FACTORY = JsonFactory.builder().characterEscapes(new MarkupEscapes()).build();
    private static final JsonFactory KEEPING_OPEN =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final JsonFactory EMBEDDED = JsonFactory.builder().characterEscapes(new MarkupEscapes())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("    ", "\n");
    private static final DefaultPrettyPrinter INDENTED = new DefaultPrettyPrinter(Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("").withArrayEmptySeparator(""))
            .withObjectIndenter(INDENTER).withArrayIndenter(INDENTER);

    private JsonFormat() {
    }

    /** Without spaces, the characters of markup escaped: for inside a web page. Closing it leaves the writer open. */
    public static JsonGenerator embedded(PrintWriter to) {
        return EMBEDDED.createGenerator(ObjectWriteContext.empty(), to);
    }

    /** Documents of this program, as people can read them too; closing it leaves the writer open. */
    public static JsonGenerator readable(PrintWriter to) {
        return KEEPING_OPEN.createGenerator(new Readable(), to);
    }

    private static final class Readable extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }

    /** Four spaces per level, {@code "name": value}, the characters of markup escaped; closing it closes the stream. */
    public static JsonGenerator indented(OutputStream out) {
        return FACTORY.createGenerator(new Indented(), out, JsonEncoding.UTF8);
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return INDENTED.createInstance();
        }

        @Override
        public TokenStreamFactory tokenStreamFactory() {
            return FACTORY;
        }
    }

    /** So that JSON can be put into a web page as it is. */
    private static final class MarkupEscapes extends CharacterEscapes {
        private static final String MARKUP = "<>&";

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            MARKUP.chars().forEach(c -> escapes[c] = ESCAPE_CUSTOM);
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString("\\u%04x".formatted(c));
        }
    }
}
