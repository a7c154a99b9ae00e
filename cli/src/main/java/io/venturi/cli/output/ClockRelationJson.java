package io.venturi.cli.output;

import io.venturi.engine.metric.ClockRelation;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.Uncertainty;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** How two hosts' clocks relate, and what follows for delays, in JSON. */
final class ClockRelationJson {
    private final JsonGenerator json;

    ClockRelationJson(JsonGenerator json) {
        this.json = json;
    }

    /** The property {@code clocks}: all that is known. */
    void relation(ClockRelation relation) {
        json.writeName("clocks").writeStartObject();
        switch (relation) {
            case ClockRelation.SameHost _ -> { }
            case ClockRelation.None none -> json.writeStringProperty("why", none.why());
            case ClockRelation.Synchronised synchronised -> {
                json.writeNumberProperty("errorBoundNs", synchronised.errorBoundNs());
                json.writeBooleanProperty("contradicted", synchronised.contradicted());
                syncState("own", synchronised.own());
                syncState("peer", synchronised.peer());
            }
            case ClockRelation.Estimated estimated -> estimated(estimated);
        }
        json.writeEndObject();
    }

    private void estimated(ClockRelation.Estimated estimated) {
        json.writeStringProperty("method", "corridor");
        json.writeNumberProperty("offsetNs", estimated.wallOffsetNs());
        json.writeNumberProperty("errorBoundNs", ceil(estimated.boundNs()));
        json.writeNumberProperty("statisticalNs", ceil(estimated.statisticalNs()));
        json.writeNumberProperty("skewPpm", estimated.skew() * 1e6);
        json.writeNumberProperty("points", estimated.points());
        json.writeNumberProperty("dropped", estimated.dropped());
        json.writeNumberProperty("clockSteps", estimated.clockSteps());
        if (!estimated.rejected().isEmpty()) {
            json.writeStringProperty("rejected", estimated.rejected());
        }
        json.writeName("pieces").writeStartArray();
        for (ClockRelation.Piece piece : estimated.pieces()) {
            json.writeStartObject();
            json.writeNumberProperty("fromNs", piece.fromNs());
            json.writeNumberProperty("toNs", piece.toNs());
            json.writeNumberProperty("atNs", piece.atNs());
            json.writeNumberProperty("offsetNs", piece.offsetNs());
            json.writeNumberProperty("skewPpm", piece.skew() * 1e6);
            json.writeNumberProperty("errorBoundNs",
                    ceil(Math.max(piece.boundNs(piece.fromNs()), piece.boundNs(piece.toNs()))));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The property {@code name}: one host's statement. */
    void syncState(String name, SyncState state) {
        json.writeName(name).writeStartObject();
        json.writeStringProperty("source", source(state.source()));
        json.writeBooleanProperty("synchronised", state.synchronised());
        if (state.errorBoundNs() != SyncState.UNBOUNDED) {
            json.writeNumberProperty("errorBoundNs", state.errorBoundNs());
        }
        json.writeStringProperty("detail", state.detail());
        if (!state.grandmaster().isEmpty()) {
            json.writeStringProperty("grandmaster", state.grandmaster());
        }
        json.writeEndObject();
    }

    private static String source(SyncState.Source source) {
        return switch (source) {
            case UNKNOWN -> "unknown";
            case FREE_RUNNING -> "freeRunning";
            case NTP -> "ntp";
            case CHRONY -> "chrony";
            case PTP -> "ptp";
            case SSU_BITS -> "ssuBits";
            case GNSS -> "gnss";
            case STATED -> "stated";
        };
    }

    /** The property {@code uncertainty}, where there is any. */
    void uncertainty(Uncertainty uncertainty) {
        if (uncertainty.terms().isEmpty()) {
            return;
        }
        json.writeName("uncertainty").writeStartObject();
        json.writeNumberProperty("boundNs", ceil(uncertainty.boundNs()));
        json.writeNumberProperty("statisticalNs", ceil(uncertainty.statisticalNs()));
        json.writeName("terms").writeStartObject();
        for (Uncertainty.Term term : uncertainty.terms()) {
            json.writeNumberProperty(term.name().toLowerCase(Locale.ROOT), ceil(term.ns()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A bound that was rounded down would be none. */
    private static long ceil(double ns) {
        return (long) Math.ceil(ns);
    }
}
