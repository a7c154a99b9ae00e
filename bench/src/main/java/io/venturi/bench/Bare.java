package io.venturi.bench;

/** The least a Java program can do. */
public final class Bare {

    private Bare() {
    }

    public static void main(String[] args) {
        System.out.println("done");
    }
}
