package io.venturi.cli.diff;

import io.venturi.cli.diff.Comparison.Line;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A comparison as JUnit XML: a test case per metric, which fails when it got worse and is skipped when undecided. */
public final class DiffJUnit {

    private DiffJUnit() {
    }

    /** Print it; the writer stays open. */
    public static void print(Comparison comparison, PrintWriter to) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "venturi diff");
            xml.writeAttribute("tests", Integer.toString(comparison.lines().size()));
            xml.writeAttribute("failures", count(comparison, Comparison.Verdict.WORSE));
            xml.writeAttribute("skipped", count(comparison, Comparison.Verdict.UNDECIDABLE));
            for (Line line : comparison.lines()) {
                test(line, xml);
            }
            xml.writeStartElement("system-out");
            xml.writeCharacters(String.join("\n", comparison.notes()));
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new AssertionError("a string writer does not fail", e);
        }
        to.println(text);
    }

    private static String count(Comparison comparison, Comparison.Verdict verdict) {
        return Long.toString(comparison.lines().stream().filter(line -> line.verdict() == verdict).count());
    }

    private static void test(Line line, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", line.test());
        xml.writeAttribute("name", line.metric().name());
        if (line.verdict() == Comparison.Verdict.WORSE) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", "worse by " + DiffText.change(line) + ", from "
                    + line.metric().unit().show(line.medianA()) + " to " + line.metric().unit().show(line.medianB())
                    + ", p " + DiffText.p(line.adjustedP()));
            xml.writeEndElement();
        } else if (line.verdict() == Comparison.Verdict.UNDECIDABLE) {
            xml.writeStartElement("skipped");
            xml.writeAttribute("message", "too few runs to decide");
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
