package pipeline.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import pipeline.source.Declarations.Declaration;

/**
 * Finds what would break on the nodes, where there is no master's half of Pipeline: a node program that is nested in
 * another class, and one that uses a recipe or a class nested in one.
 */
final class NodeClassCheck {

    /** How a node program says what it takes and returns. */
    static final String CURE =
            "write \"extends NodeProgram<A, R>\" with both types, such as NodeProgram<Arguments, NodeResult>";

    private static final String PIPELINE = "pipeline.";

    /** The packages of the node jar. */
    private static final List<String> OF_NODES = Stream.of(
                    "frame", "job", "log", "node", "nodes", "parset", "text", "time")
            .map(name -> PIPELINE + name + ".")
            .toList();

    private final Map<String, Declaration> declarations;
    private final Map<String, byte[]> classes;

    NodeClassCheck(Map<String, Declaration> declarations, Map<String, byte[]> classes) {
        this.declarations = declarations;
        this.classes = classes;
    }

    /** Returns one message for each class that must stand elsewhere; empty if all is well. */
    List<String> problems() {
        Set<String> problems = new LinkedHashSet<>();
        for (Declaration program : declarations.values()) {
            if (!program.isNodeProgram()) {
                continue;
            }
            if (program.isNested()) {
                problems.add(CompilerMessages.text(
                        program.position(),
                        "error: node program %s is nested in %s, and would break on the nodes, which get no recipe;"
                                        .formatted(program.simpleName(), program.outermost())
                                + " make it a class of its own, beside " + program.outermost() + " in this file"));
            } else {
                problems.addAll(uses(program));
            }
            if (program.leavesTypesOpen()) {
                problems.add(CompilerMessages.text(
                        program.position(),
                        "error: node program %s does not say what it takes and returns; %s"
                                .formatted(program.simpleName(), CURE)));
            }
        }
        return new ArrayList<>(problems);
    }

    private List<String> uses(Declaration program) {
        List<Declaration> misplaced = new ArrayList<>();
        Set<String> ofMaster = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>(List.of(program.binaryName()));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (String used : references(open.remove())) {
                if (!classes.containsKey(used)) {
                    if (isOfMaster(used)) {
                        ofMaster.add(used);
                    }
                    continue;
                }
                if (!seen.add(used)) {
                    continue;
                }
                Declaration declaration = declarations.get(used);
                if (declaration == null) {
                    // without a name, so part of the class that uses it
                    open.add(used);
                    continue;
                }
                Declaration outer = declarations.getOrDefault(declaration.outermost(), declaration);
                if (outer.isRecipe()) {
                    misplaced.add(declaration);
                } else {
                    open.add(used);
                }
            }
        }
        // a class file names also the classes around those that it uses
        boolean isNestedUsed = misplaced.stream().anyMatch(Declaration::isNested);
        List<String> problems = misplaced.stream()
                .filter(used -> used.isNested() || !isNestedUsed)
                .map(used -> problem(program, used))
                .collect(Collectors.toCollection(ArrayList::new));
        if (problems.isEmpty() && !ofMaster.isEmpty()) {
            problems.add(CompilerMessages.text(
                    program.position(),
                    "error: node program %s uses %s, which the nodes do not have; do that in the recipe, and give the program what"
                                    .formatted(program.binaryName(), String.join(", ", ofMaster))
                            + " it needs as arguments"));
        }
        return problems;
    }

    private static boolean isOfMaster(String className) {
        return className.startsWith(PIPELINE) && OF_NODES.stream().noneMatch(className::startsWith);
    }

    private static String problem(Declaration program, Declaration used) {
        if (used.isNested()) {
            return CompilerMessages.text(
                    used.position(),
                    "error: %s is nested in the recipe %s, and node program %s uses it, which would break on the nodes,"
                                    .formatted(used.simpleName(), used.outermost(), program.binaryName())
                            + " which get no recipe; make it a class of its own, beside " + used.outermost()
                            + " in this file");
        }
        return CompilerMessages.text(
                program.position(),
                "error: node program %s uses the recipe %s, which would break on the nodes, which get no recipe;"
                                .formatted(program.binaryName(), used.binaryName())
                        + " move what both use to a class of its own");
    }

    private Set<String> references(String className) {
        byte[] content = classes.get(className);
        if (content == null) {
            return Set.of();
        }
        Set<String> uses = new TreeSet<>();
        Remapper collector = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                uses.add(internalName.replace('/', '.'));
                return internalName;
            }
        };
        new ClassReader(content).accept(new ClassRemapper(new ClassWriter(0), collector), ClassReader.SKIP_DEBUG);
        return uses;
    }
}
