package io.venturi.ffi.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * The one shape in which libc is called: six machine words in, one out. The linker makes and loads classes for each
 * shape, some 20 ms at every start, which no start-up cache can hold; twenty functions of three shapes cost as much as
 * three.
 *
 * <p>It is right where arguments are integers and pointers only and no more than six: the conventions of x86-64 and
 * aarch64 under Linux pass those in registers, variadic or not, ignore the upper half of a word that holds an int, and
 * leave alone registers that a function has no parameter for. The upper half of a result is undefined where the function
 * returns an int, so callers narrow it.
 *
 * <p>A pointer is passed as its address: who calls keeps its segment reachable until the call is over
 * ({@link #kept}) and does not close its arena meanwhile.
 *
 * @see <a href="https://gitlab.com/x86-psABIs/x86-64-ABI">System V ABI, x86-64, 3.2.3</a>
 * @see <a href="https://github.com/ARM-software/abi-aa">AAPCS64, 6.8</a>
 */
final class WordCall {
    private static final FunctionDescriptor WORDS = FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private WordCall() {
    }

    /** Where a function of libc is. */
    static MemorySegment function(String name) {
        return Linker.nativeLinker().defaultLookup().findOrThrow(name);
    }

    // ---- errno is left where libc keeps it -------------------------------------------------------------------------

    private static final class Plain {
        static final MethodHandle CALL = shape();
    }

    static long plain(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Plain.CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    // ---- errno is captured -----------------------------------------------------------------------------------------

    private static final class Capturing {
        // Never critical(): most calls can block, and a critical one holds off safepoints.
        static final MethodHandle CALL = shape(Linker.Option.captureCallState("errno"));
        static final VarHandle ERRNO =
                Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
    }

    /** A function that returns an int, -1 for failure: its result, or {@code -errno}. */
    static int capturing(MemorySegment state, MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            int result = (int) (long) Capturing.CALL.invokeExact(function, state, a, b, c, d, e, f);
            return result >= 0 ? result : -(int) Capturing.ERRNO.get(state, 0L);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    // ---- without leaving Java's state ------------------------------------------------------------------------------

    private static final class Critical {
        static final MethodHandle CALL = shape(Linker.Option.critical(false));
    }

    /** Only for functions that stay in user space and never block. */
    static long critical(MemorySegment function, long a, long b, long c, long d, long e, long f) {
        try {
            return (long) Critical.CALL.invokeExact(function, a, b, c, d, e, f);
        } catch (Throwable t) {
            throw impossible(t);
        }
    }

    // ---- what an address belongs to --------------------------------------------------------------------------------

    /** Keeps {@code segment} reachable until the call that made {@code result} is over. */
    static int kept(int result, MemorySegment segment) {
        Reference.reachabilityFence(segment);
        return result;
    }

    static int kept(int result, MemorySegment first, MemorySegment second) {
        Reference.reachabilityFence(first);
        return kept(result, second);
    }

    static int kept(int result, MemorySegment first, MemorySegment second, MemorySegment third) {
        Reference.reachabilityFence(first);
        return kept(result, second, third);
    }

    static long kept(long result, MemorySegment segment) {
        Reference.reachabilityFence(segment);
        return result;
    }

    // ---- linking ---------------------------------------------------------------------------------------------------

    @SuppressWarnings("restricted")
    private static MethodHandle shape(Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(WORDS, options);
    }

    private static AssertionError impossible(Throwable cause) {
        return new AssertionError("a call of six words threw", cause);
    }
}
