package io.venturi.engine.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs per packet on a lane thread: no {@code new}, array creation, lambda, string concatenation, boxing, monitor or
 * blocking call. {@code HotPathTest} reads the class files and fails the build on a breach; it does not follow calls,
 * so every hot class also has a test that counts allocated bytes.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface HotPath {
}
