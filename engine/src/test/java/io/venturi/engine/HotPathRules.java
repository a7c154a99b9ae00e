package io.venturi.engine;

import io.venturi.engine.annotation.HotPath;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds in class files what a method with {@link HotPath} may not hold. Does not follow calls. */
final class HotPathRules {
    private static final ClassDesc HOT_PATH = HotPath.class.describeConstable().orElseThrow();
    private static final Set<String> BOXES = Set.of("java/lang/Boolean", "java/lang/Byte", "java/lang/Character",
            "java/lang/Short", "java/lang/Integer", "java/lang/Long", "java/lang/Float", "java/lang/Double");

    private final List<String> breaches = new ArrayList<>();
    private int methodsChecked;

    /** {@code Class.method(parameters): what}, one each. */
    List<String> breaches() {
        return breaches;
    }

    int methodsChecked() {
        return methodsChecked;
    }

    void check(Path file) throws IOException {
        ClassModel type = ClassFile.of().parse(file);
        for (MethodModel method : type.methods()) {
            if (isHot(method)) {
                methodsChecked++;
                check(type, method);
            }
        }
    }

    private static boolean isHot(MethodModel method) {
        return method.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .anyMatch(annotation -> annotation.classSymbol().equals(HOT_PATH));
    }

    private void check(ClassModel type, MethodModel method) {
        String name = type.thisClass().asInternalName().replaceAll(".*/", "") + "." + method.methodName().stringValue()
                + method.methodTypeSymbol().parameterList().stream().map(HotPathRules::show)
                .collect(Collectors.joining(", ", "(", "): "));
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            breaches.add(name + "synchronized");
        }
        if (method.code().isEmpty()) {
            return;
        }
        Instruction before = null;
        for (CodeElement element : method.code().get()) {
            if (element instanceof Instruction instruction) {
                String breach = breach(instruction, before);
                if (!breach.isEmpty()) {
                    breaches.add(name + breach);
                }
                before = instruction;
            }
        }
    }

    private static String breach(Instruction instruction, Instruction before) {
        return switch (instruction) {
            case NewObjectInstruction made -> "new " + show(made.className().asSymbol());
            case NewPrimitiveArrayInstruction _ -> "newarray";
            case NewReferenceArrayInstruction _ -> "anewarray";
            case NewMultiArrayInstruction _ -> "multianewarray";
            case InvokeDynamicInstruction _ -> "invokedynamic";
            case InvokeInstruction call when isBoxing(call) ->
                    "boxing by " + show(call.owner().asSymbol()) + ".valueOf";
            case MonitorInstruction lock when lock.opcode() == Opcode.MONITORENTER -> "monitorenter";
            case ThrowInstruction _ when before instanceof InvokeInstruction call && !isConstructor(call) ->
                    "athrow of what a call made";
            default -> "";
        };
    }

    private static boolean isBoxing(InvokeInstruction call) {
        return call.name().equalsString("valueOf") && BOXES.contains(call.owner().asInternalName());
    }

    /** The {@code new} before it has been found already. */
    private static boolean isConstructor(InvokeInstruction call) {
        return call.name().equalsString("<init>");
    }

    private static String show(ClassDesc type) {
        return type.isClassOrInterface() && !type.packageName().isEmpty()
                ? type.packageName() + "." + type.displayName()
                : type.displayName();
    }
}
