package io.presence.simulation.weave;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Replaces in compiled classes what reaches the real world. Calls of {@link Replaced#CALLS} become
 * static calls of {@link Hooks}, classes of {@link Replaced#CLASSES} become others, and monitors
 * go: with one real thread nobody can get in between, and a continuation must not hold one.
 */
final class Weaver {
  private static final ClassDesc HOOKS = ClassDesc.of(Hooks.class.getName());

  private final ClassFile files;
  private final ClassTransform full;
  private final ClassTransform timeOnly;

  Weaver(ClassLoader loader) {
    files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver()
                    .orElse(ClassHierarchyResolver.ofResourceParsing(loader).cached())),
            ClassFile.DebugElementsOption.PASS_DEBUG);
    Map<ClassDesc, ClassDesc> classes =
        Replaced.CLASSES.entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> ClassDesc.of(entry.getKey()),
                    entry -> ClassDesc.of(entry.getValue())));
    full =
        ((ClassTransform) Weaver::withoutReplacedInnerClasses)
            .andThen(ClassTransform.transformingMethods(Weaver::unlock))
            .andThen(ClassTransform.transformingMethodBodies(calls(true)))
            .andThen(remapping(classes));
    timeOnly = ClassTransform.transformingMethodBodies(calls(false));
  }

  /** The JDK's own, which is no public API yet; needs {@code --add-exports}, too. */
  private static ClassTransform remapping(Map<ClassDesc, ClassDesc> classes) {
    UnaryOperator<ClassDesc> map = type -> classes.getOrDefault(type, type);
    try {
      return (ClassTransform)
          Class.forName("jdk.internal.classfile.components.ClassRemapper")
              .getMethod("of", Function.class)
              .invoke(null, map);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "run with --add-exports java.base/jdk.internal.classfile.components=ALL-UNNAMED", e);
    }
  }

  boolean concerns(String className) {
    return isOurs(className)
        || Replaced.TIME_ONLY.stream().anyMatch(prefix -> className.startsWith(prefix));
  }

  /** Not what Micronaut has generated: that only describes. */
  private static boolean isOurs(String className) {
    return className.startsWith("io.presence.")
        && !className.startsWith("io.presence.simulation.")
        && !className.contains(".$");
  }

  byte[] weave(String className, byte[] compiled) {
    ClassModel model = files.parse(compiled);
    return files.transformClass(model, isOurs(className) ? full : timeOnly);
  }

  /** What stands for {@code Thread.Builder} is no inner class of {@code Thread}. */
  private static void withoutReplacedInnerClasses(ClassBuilder builder, ClassElement element) {
    if (element instanceof InnerClassesAttribute inner) {
      builder.with(
          InnerClassesAttribute.of(
              inner.classes().stream()
                  .filter(info ->
                      !Replaced.CLASSES.containsKey(
                          info.innerClass().asInternalName().replace('/', '.')))
                  .toList()));
    } else {
      builder.with(element);
    }
  }

  private static void unlock(
      java.lang.classfile.MethodBuilder builder, java.lang.classfile.MethodElement element) {
    if (element instanceof AccessFlags flags && flags.has(AccessFlag.SYNCHRONIZED)) {
      builder.withFlags(flags.flagsMask() & ~ClassFile.ACC_SYNCHRONIZED);
    } else {
      builder.with(element);
    }
  }

  private static CodeTransform calls(boolean all) {
    return (builder, element) -> {
      switch (element) {
        case InvokeInstruction call when Replaced.isReplaced(call, all) ->
            builder.invokestatic(HOOKS, Replaced.hook(call, all), descriptor(call));
        case MonitorInstruction monitor when all -> builder.pop();
        default -> builder.with(element);
      }
    };
  }

  /** What is called on an object becomes a first argument. */
  private static MethodTypeDesc descriptor(InvokeInstruction call) {
    MethodTypeDesc type = call.typeSymbol();
    if (call.opcode() == Opcode.INVOKESTATIC) {
      return type;
    }
    boolean isObjects = Replaced.hook(call, true).startsWith("object");
    return type.insertParameterTypes(
        0, isObjects ? ConstantDescs.CD_Object : call.owner().asSymbol());
  }
}
