package io.venturi.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rates such as 875Mbps, 2.5Gbit/s or 10M, as bits per second. */
final class BitRate implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg]?)(?:bps|bit/s|bit)?");
    private static final Map<String, Double> FACTORS = Map.of("", 1.0, "k", 1e3, "m", 1e6, "g", 1e9);

    @Override
    public Double convert(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches() || form.group(2).isEmpty() && text.matches("[0-9.]+")) {
            throw new TypeConversionException("'" + text + "' is no rate: write a number and a unit (kbps, Mbps, Gbps),"
                    + " such as 875Mbps or 2.5Gbps");
        }
        return Double.parseDouble(form.group(1)) * FACTORS.get(form.group(2));
    }
}
