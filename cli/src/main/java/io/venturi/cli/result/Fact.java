package io.venturi.cli.result;

/** Something about a test that is no measured value: a setting, a kernel, a clock. */
public record Fact(String group, String name, String value) {
}
