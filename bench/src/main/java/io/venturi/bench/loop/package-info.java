/** The Java counterparts of the twins in native-src: the same loops over the classes of the engine, in a JVM each. */
package io.venturi.bench.loop;
