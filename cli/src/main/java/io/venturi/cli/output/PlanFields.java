package io.venturi.cli.output;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** The fields of a plan by name: maps, lists, numbers, booleans and text. Secrets are left out. */
final class PlanFields {
    private static final Set<String> SECRET = Set.of("key", "keys", "password", "privateKey", "users", "webhookKey");

    private PlanFields() {
    }

    static Map<String, Object> of(Record plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : plan.getClass().getRecordComponents()) {
            String name = component.getName();
            Object value = value(component, plan);
            fields.put(name, SECRET.contains(name) ? secret(value) : simple(value));
        }
        return fields;
    }

    private static Object value(RecordComponent component, Record plan) {
        try {
            return component.getAccessor().invoke(plan);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(component + " of a plan is public", e);
        }
    }

    private static Object simple(Object value) {
        return switch (value) {
            case null -> null;
            case Number number -> number;
            case Boolean yes -> yes;
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Collection<?> all -> all.stream().map(PlanFields::simple).toList();
            case Optional<?> maybe -> simple(maybe.orElse(null));
            case OptionalInt maybe -> maybe.isPresent() ? maybe.getAsInt() : null;
            case OptionalLong maybe -> maybe.isPresent() ? maybe.getAsLong() : null;
            case OptionalDouble maybe -> maybe.isPresent() ? maybe.getAsDouble() : null;
            case Record record when !saysItself(record) -> of(record);
            default -> value.toString();
        };
    }

    /** Some records, such as schedules, have a text of their own, as it is written on the command line. */
    private static boolean saysItself(Record record) {
        return !record.toString().startsWith(record.getClass().getSimpleName() + "[");
    }

    private static String secret(Object value) {
        boolean none = switch (value) {
            case null -> true;
            case byte[] bytes -> bytes.length == 0;
            case String text -> text.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
        return none ? "none" : "(secret)";
    }
}
