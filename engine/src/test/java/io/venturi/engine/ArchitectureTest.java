package io.venturi.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.venturi.engine.agent.Lane;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use whom, and how long classes and methods may be. Reads the compiled classes of the engine. */
class ArchitectureTest {
    private static final String ENGINE = "io.venturi.engine.";
    private static final int MOST_CLASS_LINES = 500;
    private static final int MOST_METHOD_LINES = 60;

    /** All of ffi. */
    private static final String FFI = "ffi";
    /** Of ffi, only names and meanings of error numbers. */
    private static final String ERRNO = "errno";
    private static final String AGRONA = "org.agrona";
    private static final String HISTOGRAM = "org.HdrHistogram";
    private static final String JSON = "tools.jackson";

    /**
     * What each package may use. A package stands below those it may use, so that there can be no cycle; a new package
     * takes its place here. What is not named, no one may use: {@code stats} no socket, {@code protocol} no statistics.
     */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        allow("annotation");
        allow("error", ERRNO);
        allow("metric");
        allow("plan", "error", "metric");
        allow("clock", FFI, ERRNO, "annotation", "error", "metric");
        allow("socket", FFI, ERRNO, "annotation", "error", "metric", "plan", "clock");
        allow("pacing", AGRONA, "annotation", "plan", "clock", "socket");
        allow("record", AGRONA, "annotation", "metric", "socket");
        allow("stream", "annotation", "metric", "socket");
        allow("probe", ERRNO, "annotation", "metric", "plan", "clock", "socket", "pacing", "record", "stream");
        allow("stats", HISTOGRAM, "annotation", "metric", "record");
        allow("protocol.irtt.wire", "annotation", "error");
        allow("protocol.irtt", ERRNO, "annotation", "error", "metric", "plan", "clock", "socket", "pacing", "record",
                "stream", "probe", "protocol.irtt.wire");
        allow("protocol.stamp.wire", "annotation", "error");
        allow("protocol.stamp", ERRNO, "annotation", "error", "metric", "plan", "clock", "socket", "pacing", "record",
                "stream", "probe", "protocol.stamp.wire");
        allow("protocol.udpst.wire", "annotation", "error");
        allow("protocol.udpst", ERRNO, "annotation", "error", "metric", "plan", "clock", "socket", "pacing", "record",
                "stream", "protocol.udpst.wire");
        allow("spi", "annotation", "error", "plan");
        allow("protocol.iperf3.wire", JSON, "annotation");
        allow("protocol.iperf3", ERRNO, "annotation", "error", "metric", "plan", "clock", "socket", "spi",
                "protocol.iperf3.wire");
        allow("protocol.kcp.wire", "annotation");
        allow("protocol.kcp", "annotation", "error", "metric", "plan", "spi", "protocol.kcp.wire");
        allow("agent", FFI, ERRNO, AGRONA, "annotation", "error", "metric", "plan", "clock", "socket", "pacing",
                "record", "stream", "stats");
        allow("api", ERRNO, AGRONA, "annotation", "error", "metric", "plan", "clock", "socket", "pacing", "record",
                "stream", "stats", "spi", "protocol.irtt", "protocol.irtt.wire", "protocol.stamp",
                "protocol.stamp.wire",
                "protocol.udpst", "protocol.udpst.wire", "protocol.iperf3", "protocol.iperf3.wire", "agent");
        allow("host", FFI, ERRNO, "error", "metric", "plan", "clock", "socket", "pacing", "agent", "api");
    }

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() throws Exception {
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // that ArchUnit's log goes nowhere is as it should be
        classes = new ClassFileImporter().importPath(HotPathTest.root(Lane.class));
        assertTrue(classes.size() > 80, "only " + classes.size() + " classes read");
    }

    @Test
    void shouldLetPackagesUseOnlyWhatIsBelowThem() {
        Set<String> breaches = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = part(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = part(dependency.getTargetClass());
                if (!to.isEmpty() && !to.equals(from) && !MAY_USE.getOrDefault(from, Set.of()).contains(to)) {
                    breaches.add(from + " uses " + to + ": " + dependency.getDescription());
                }
            }
        }

        assertEquals(Set.of(), breaches);
    }

    @Test
    void shouldPlaceEveryPackage() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(part(type)));

        assertEquals(new TreeSet<>(MAY_USE.keySet()), packages);
    }

    @Test
    void shouldAllowNoCycle() {
        List<String> below = new ArrayList<>(List.of(FFI, ERRNO, AGRONA, HISTOGRAM, JSON));
        MAY_USE.forEach((name, allowed) -> {
            assertTrue(below.containsAll(allowed), name + " may use what does not stand below it: " + allowed);
            below.add(name);
        });
    }

    @Test
    void shouldKeepProtocolsApartFromEachOtherAndFromStatistics() {
        MAY_USE.forEach((name, allowed) -> {
            if (name.startsWith("protocol.")) {
                String own = name.replaceAll("^(protocol\\.\\w+).*", "$1");
                assertTrue(allowed.stream().noneMatch(other -> other.equals("stats") || other.equals("agent")
                        || other.equals(FFI) || other.startsWith("protocol.") && !other.startsWith(own)),
                        name + " may use " + allowed);
            }
        });
    }

    @Test
    void shouldKeepClassesAndMethodsShort() throws Exception {
        List<String> tooLong = new ArrayList<>();
        for (Path file : HotPathTest.classFiles(Lane.class)) {
            ClassModel type = ClassFile.of().parse(file);
            String name = type.thisClass().asInternalName().replaceAll(".*/", "");
            IntSummaryStatistics whole = new IntSummaryStatistics();
            for (MethodModel method : type.methods()) {
                IntSummaryStatistics lines = lines(method);
                whole.combine(lines);
                // Initializers hold what is written all over the class.
                if (!method.methodName().stringValue().startsWith("<") && length(lines) > MOST_METHOD_LINES) {
                    tooLong.add(name + "." + method.methodName().stringValue() + ": " + length(lines) + " lines");
                }
            }
            if (length(whole) > MOST_CLASS_LINES) {
                tooLong.add(name + ": " + length(whole) + " lines");
            }
        }

        assertEquals(List.of(), tooLong);
    }

    /** From the first line with code to the last. */
    private static long length(IntSummaryStatistics lines) {
        return lines.getCount() == 0 ? 0 : lines.getMax() - lines.getMin() + 1L;
    }

    private static IntSummaryStatistics lines(MethodModel method) {
        IntSummaryStatistics lines = new IntSummaryStatistics();
        method.code().stream().flatMap(CodeModel::elementStream).forEach(element -> {
            if (element instanceof LineNumber number) {
                lines.accept(number.line());
            }
        });
        return lines;
    }

    private static void allow(String name, String... used) {
        MAY_USE.put(name, Set.of(used));
    }

    /** The name of a package or library as in {@link #MAY_USE}; empty for the JDK. */
    private static String part(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (name.startsWith(ENGINE)) {
            return name.substring(ENGINE.length());
        }
        if (name.startsWith("io.venturi.ffi")) {
            return type.getBaseComponentType().getName().equals("io.venturi.ffi.linux.Errno") ? ERRNO : FFI;
        }
        for (String library : List.of(AGRONA, HISTOGRAM, JSON)) {
            if (name.startsWith(library)) {
                return library;
            }
        }
        return name.isEmpty() || name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.") ? ""
                : name;
    }
}
