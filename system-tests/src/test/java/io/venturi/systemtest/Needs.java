package io.venturi.systemtest;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a test cannot do without; where it is missing the test is skipped, and the reason is printed. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Needs.Check.class)
@interface Needs {
    What[] value();

    enum What {
        IRTT("irtt (Debian package irtt)", () -> onPath("irtt")),
        IPERF3("iperf3 (Debian package iperf3), or another one that VT_IPERF3 names", Iperf3::isThere),
        FAKETIME("faketime (Debian package faketime)", () -> onPath("faketime")),
        MPTCP("MPTCP in this kernel, and net.mptcp.enabled", NetworkNamespaces::hasMultipath),
        OPENSSL("openssl (Debian package openssl)", () -> onPath("openssl")),
        FLENT("flent (Debian package flent)", () -> onPath("flent")),
        SETPRIV("setpriv (Debian package util-linux)", () -> onPath("setpriv")),
        IPV6("IPv6 on this host", () -> Files.exists(Path.of("/proc/net/if_inet6"))),
        NAMESPACES("root and ip (Debian package iproute2), to make network namespaces", NetworkNamespaces::possible),
        PROMETHEUS("prometheus and promtool (Debian package prometheus)",
                () -> onPath("prometheus") && onPath("promtool")),
        TMUX("tmux (Debian package tmux)", () -> onPath("tmux")),
        NETEM("netem in this kernel", NetworkNamespaces::hasNetem),
        NFT("nft (Debian package nftables)", () -> onPath("nft")),
        FULL("-Dvt.full=true, as it takes long", Needs.What::full);

        private final String text;
        private final BooleanSupplier there;

        What(String text, BooleanSupplier there) {
            this.text = text;
            this.there = there;
        }

        /** True if everything is asked for, not only what is quick. */
        static boolean full() {
            return Boolean.getBoolean("vt.full");
        }

        static boolean onPath(String tool) {
            for (String folder : System.getenv("PATH").split(":")) {
                if (Files.isExecutable(new File(folder, tool).toPath())) {
                    return true;
                }
            }
            return false;
        }
    }

    final class Check implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
            for (What what : needs.map(Needs::value).orElse(new What[0])) {
                if (!what.there.getAsBoolean()) {
                    return skip(context, "needs " + what.text);
                }
            }
            return ConditionEvaluationResult.enabled("all there");
        }

        private static ConditionEvaluationResult skip(ExtensionContext context, String reason) {
            System.out.println("Skipped: " + context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod().map(method -> "." + method.getName()).orElse("") + ": " + reason);
            return ConditionEvaluationResult.disabled(reason);
        }
    }
}
