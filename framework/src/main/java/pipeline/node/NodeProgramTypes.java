package pipeline.node;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.text.Json;
import pipeline.text.JsonMismatchException;
import tools.jackson.databind.JsonNode;

/**
 * What a node program takes and returns, as its class says. Immutable.
 *
 * <pre>{@code
 * NodeProgramTypes types = NodeProgramTypes.of(CutNode.class);
 * types.check(List.of());
 * }</pre>
 */
public final class NodeProgramTypes {

    private static final String CURE =
            "write \"extends NodeProgram<A, R>\" with the type of its argument and of its result,"
                    + " such as NodeProgram<Arguments, NodeResult>";

    private final Class<?> program;
    private final Type argument;
    private final Type result;

    private NodeProgramTypes(Class<?> program, Type argument, Type result) {
        this.program = program;
        this.argument = argument;
        this.result = result;
    }

    /**
     * Returns the types of a program.
     *
     * @param program a class that extends {@link NodeProgram}, directly or not
     * @throws IllegalArgumentException if the class does not say them
     */
    public static NodeProgramTypes of(Class<?> program) {
        Map<TypeVariable<?>, Type> known = new HashMap<>();
        Class<?> type = program;
        while (type.getSuperclass() != null && type != NodeProgram.class) {
            if (type.getGenericSuperclass() instanceof ParameterizedType parent) {
                TypeVariable<?>[] variables = type.getSuperclass().getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    Type given = parent.getActualTypeArguments()[i];
                    known.put(
                            variables[i], given instanceof TypeVariable<?> ? known.getOrDefault(given, given) : given);
                }
            }
            type = type.getSuperclass();
        }
        TypeVariable<?>[] variables = NodeProgram.class.getTypeParameters();
        return new NodeProgramTypes(program, known(program, known, variables[0]), known(program, known, variables[1]));
    }

    private static Type known(Class<?> program, Map<TypeVariable<?>, Type> known, TypeVariable<?> variable) {
        Type given = known.get(variable);
        if (given == null) {
            throw new IllegalArgumentException("node program " + program.getName()
                    + " does not say what it takes and returns, or was compiled for an older Pipeline; " + CURE
                    + ", and compile it again");
        }
        if (hasVariable(given)) {
            throw new IllegalArgumentException("node program " + program.getName() + " leaves open what "
                    + variable.getName() + " is (" + given.getTypeName() + "); " + CURE);
        }
        return given;
    }

    private static boolean hasVariable(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments()).anyMatch(NodeProgramTypes::hasVariable);
        }
        return type instanceof TypeVariable<?>;
    }

    /**
     * Makes what the program's {@code run} gets.
     *
     * @param values the arguments of the job
     * @return null for a program that takes nothing ({@code Void})
     * @throws ArgumentMismatchException if they are not of the type that the program takes
     */
    @Nullable
    Object read(List<JsonNode> values) {
        if (argument == Arguments.class) {
            return Arguments.of(values);
        }
        int expected = argument == Void.class ? 0 : 1;
        if (values.size() != expected) {
            throw new ArgumentMismatchException("node program %s takes %s, but the job has %d arguments"
                    .formatted(program.getName(), expected == 0 ? "nothing" : "one " + name(), values.size()));
        }
        if (expected == 0) {
            return null;
        }
        try {
            return Json.value(values.get(0), argument);
        } catch (JsonMismatchException e) {
            throw new ArgumentMismatchException("the argument of node program %s cannot be read as %s: %s"
                    .formatted(program.getName(), name(), e.getMessage()));
        }
    }

    /**
     * Checks that the program can read its arguments.
     *
     * @param values the arguments of a job
     * @throws ArgumentMismatchException if they are not of the type that the program takes
     */
    public void check(List<JsonNode> values) {
        Object unused = read(values);
    }

    /** Returns whether the program says its exit code too. */
    boolean returnsNodeResult() {
        return result == NodeResult.class;
    }

    private String name() {
        return argument instanceof Class<?> type ? type.getSimpleName() : argument.getTypeName();
    }
}
