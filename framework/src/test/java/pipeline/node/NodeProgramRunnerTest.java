package pipeline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.simple.SimpleLogger;
import org.apache.logging.log4j.util.PropertiesUtil;
import org.junit.jupiter.api.Test;
import pipeline.job.wire.NodeAnswer;
import pipeline.job.wire.NodeRequest;
import pipeline.text.Json;

class NodeProgramRunnerTest {

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private NodeProgramRunner.ProgramExit run(Charset fileNames, String program, Object... arguments) {
        SimpleLogger logger = new SimpleLogger(
                "node.h.p",
                Level.INFO,
                true,
                false,
                false,
                false,
                "",
                ParameterizedMessageFactory.INSTANCE,
                new PropertiesUtil(new Properties()),
                new PrintStream(log, true, StandardCharsets.UTF_8));
        return new NodeProgramRunner(logger, fileNames)
                .run(new NodeRequest(
                        program, Arrays.stream(arguments).map(Json::tree).toList(), "t"));
    }

    private NodeProgramRunner.ProgramExit run(Class<?> program, Object... arguments) {
        return run(StandardCharsets.UTF_8, program.getName(), arguments);
    }

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    public static final class Echo extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.of(arguments.get(0));
        }
    }

    public static final class Exits extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.exit((int) arguments.integer(0));
        }
    }

    public static final class Throws extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) throws Exception {
            switch (arguments.text(0)) {
                case "failure" -> throw new NodeFailure("no such file; look again");
                case "checked" -> throw new IOException("disk {} full");
                case "reflected" -> throw new InvocationTargetException(new IllegalStateException("inside"));
                default -> throw new OutOfMemoryError("heap");
            }
        }
    }

    public static final class Overflows extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return arguments.size() < 0 ? NodeResult.ok() : run(arguments);
        }
    }

    public static final class ReturnsNull extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return null;
        }
    }

    public static final class ThrowsWhenMade extends NodeProgram<Arguments, NodeResult> {
        public ThrowsWhenMade() {
            throw new IllegalStateException("too early");
        }

        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.ok();
        }
    }

    static final class NotPublic extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.ok();
        }
    }

    public static final class WithParameter extends NodeProgram<Arguments, NodeResult> {
        public WithParameter(int unused) {
            assertThat(unused).isZero();
        }

        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.ok();
        }
    }

    public abstract static class Abstract extends NodeProgram<Arguments, NodeResult> {}

    public static final class Broken extends NodeProgram<Arguments, NodeResult> {
        private static final int NEVER = Integer.parseInt("x");

        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.exit(NEVER);
        }
    }

    public static final class GivesNothingToSee extends NodeProgram<Arguments, NodeResult> {
        @Override
        protected NodeResult run(Arguments arguments) {
            return NodeResult.of(new Object());
        }
    }

    public record Cut(String file, int lines) {}

    public abstract static class Counts<T, U> extends NodeProgram<U, T> {}

    public static final class CutsLines extends Counts<Cut, Cut> {
        @Override
        protected Cut run(Cut cut) {
            return new Cut(cut.file(), cut.lines() - 1);
        }
    }

    public static final class SaysNothing extends NodeProgram<Void, Void> {
        @Override
        protected Void run(Void nothing) {
            return null;
        }
    }

    @SuppressWarnings("rawtypes")
    public static final class OfOldPipeline extends NodeProgram {
        @Override
        protected Object run(Object argument) {
            return argument;
        }
    }

    public static final class LeavesOut extends NodeProgram<String, NodeResult> {
        @Override
        protected NodeResult run(String reason) {
            return NodeResult.skip(reason);
        }
    }

    @Test
    void an_item_that_is_to_be_left_out_has_a_reason_and_a_code_that_is_no_success() {
        assertThat(run(LeavesOut.class, "no data"))
                .isEqualTo(new NodeProgramRunner.ProgramExit(NodeAnswer.skipping("no data"), NodeAnswer.SKIP_CODE));
        NodeProgramRunner.ProgramExit ending = run(LeavesOut.class, " ");
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.answer().error()).contains("a reason for leaving an item out must not be blank");
    }

    @Test
    void a_record_is_what_the_program_gets_and_returns() {
        NodeProgramRunner.ProgramExit ending = run(CutsLines.class, new Cut("a", 3));
        assertThat(ending)
                .isEqualTo(new NodeProgramRunner.ProgramExit(
                        new NodeAnswer(Json.read("{\"file\":\"a\",\"lines\":2}"), null), 0));
        assertThat(run(SaysNothing.class)).isEqualTo(new NodeProgramRunner.ProgramExit(new NodeAnswer(null, null), 0));
    }

    @Test
    void an_argument_that_is_no_such_record_fails_and_names_the_property() {
        NodeProgramRunner.ProgramExit ending = run(CutsLines.class, Map.of("file", "a"));
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.answer().error()).contains(CutsLines.class.getName()).contains("\"lines\"");
        assertThat(log()).contains("ERROR").doesNotContain("\tat ");
    }

    @Test
    void a_program_that_was_compiled_for_an_older_pipeline_says_so() {
        NodeProgramRunner.ProgramExit ending = run(OfOldPipeline.class, "a");
        assertThat(ending.code()).isEqualTo(70);
        assertThat(ending.answer().error())
                .contains(OfOldPipeline.class.getName())
                .contains("or was compiled for an older Pipeline; write \"extends NodeProgram<A, R>\"")
                .endsWith("and compile it again");
    }

    @Test
    void a_result_that_json_cannot_hold_fails_and_names_its_class() {
        NodeProgramRunner.ProgramExit ending = run(GivesNothingToSee.class);
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.answer().result()).isNull();
        assertThat(ending.answer().error()).contains("a value of java.lang.Object cannot be given as JSON");
    }

    @Test
    void the_main_class_is_the_one_that_requests_name() {
        assertThat(NodeMain.class.getName()).isEqualTo(NodeRequest.MAIN_CLASS);
    }

    @Test
    void a_result_becomes_the_answer() {
        assertThat(run(Echo.class, "x"))
                .isEqualTo(new NodeProgramRunner.ProgramExit(new NodeAnswer(Json.tree("x"), null), 0));
        assertThat(log()).isEmpty();
    }

    @Test
    void an_exit_code_is_kept() {
        assertThat(run(Exits.class, 3)).isEqualTo(new NodeProgramRunner.ProgramExit(new NodeAnswer(null, null), 3));
    }

    @Test
    void a_node_failure_is_logged_without_its_stack_trace() {
        NodeProgramRunner.ProgramExit ending = run(Throws.class, "failure");
        assertThat(ending)
                .isEqualTo(new NodeProgramRunner.ProgramExit(new NodeAnswer(null, "no such file; look again"), 1));
        assertThat(log()).contains("ERROR").contains("no such file; look again").doesNotContain("\tat ");
    }

    @Test
    void an_exception_is_logged_with_its_stack_trace() {
        NodeProgramRunner.ProgramExit ending = run(Throws.class, "checked");
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.answer().error())
                .matches(
                        "java.io.IOException: disk \\{\\} full at NodeProgramRunnerTest\\$\\w+\\.(run|<init>)\\(NodeProgramRunnerTest\\.java:\\d+\\)");
        assertThat(log())
                .contains("ERROR")
                .contains("java.io.IOException: disk {} full")
                .contains("\tat pipeline.node.NodeProgramRunnerTest$Throws.run");
    }

    @Test
    void errors_of_the_jvm_are_answered_for_too() {
        assertThat(run(Throws.class, "memory").answer().error())
                .matches(
                        "java.lang.OutOfMemoryError: heap at NodeProgramRunnerTest\\$\\w+\\.(run|<init>)\\(NodeProgramRunnerTest\\.java:\\d+\\)");
        assertThat(run(Overflows.class).answer().error()).startsWith("java.lang.StackOverflowError at ");
        assertThat(run(Overflows.class).code()).isEqualTo(1);
    }

    @Test
    void the_cause_of_a_reflected_call_is_what_happened() {
        assertThat(run(Throws.class, "reflected").answer().error())
                .matches(
                        "java.lang.IllegalStateException: inside at NodeProgramRunnerTest\\$\\w+\\.(run|<init>)\\(NodeProgramRunnerTest\\.java:\\d+\\)");
    }

    @Test
    void a_constructor_that_throws_is_the_programs_fault() {
        NodeProgramRunner.ProgramExit ending = run(ThrowsWhenMade.class);
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.answer().error())
                .matches(
                        "java.lang.IllegalStateException: too early at NodeProgramRunnerTest\\$\\w+\\.(run|<init>)\\(NodeProgramRunnerTest\\.java:\\d+\\)");
    }

    @Test
    void returning_null_says_what_to_return() {
        assertThat(run(ReturnsNull.class).answer().error()).contains("run returned null; return NodeResult.ok()");
    }

    @Test
    void a_class_that_is_not_there_names_the_key_to_set() {
        NodeProgramRunner.ProgramExit ending = run(StandardCharsets.UTF_8, "my.Missing");
        assertThat(ending.code()).isEqualTo(70);
        assertThat(ending.answer().error())
                .startsWith("there is no node program my.Missing: ")
                .endsWith("add the directory or jar that holds it to engine_classpath of [deploy]");
        assertThat(log()).contains("my.Missing").doesNotContain("\tat ");
    }

    @Test
    void a_class_that_is_no_node_program_is_refused() {
        NodeProgramRunner.ProgramExit ending = run(String.class);
        assertThat(ending.code()).isEqualTo(70);
        assertThat(ending.answer().error())
                .isEqualTo("class java.lang.String is no node program: it must extend pipeline.node.NodeProgram");
    }

    @Test
    void a_class_that_cannot_be_made_says_what_it_needs() {
        NodeProgramRunner.ProgramExit ending = run(WithParameter.class);
        assertThat(ending.code()).isEqualTo(70);
        assertThat(ending.answer().error())
                .contains(WithParameter.class.getName())
                .contains("it needs a constructor without parameters");
        assertThat(run(NotPublic.class).code())
                .as("a program in the file of its recipe is not public")
                .isZero();
        assertThat(run(Abstract.class).answer().error()).contains("is abstract");
    }

    @Test
    void a_class_whose_loading_fails_is_told_from_one_that_is_missing() {
        NodeProgramRunner.ProgramExit ending = run(Broken.class);
        assertThat(ending.code()).isEqualTo(70);
        assertThat(ending.answer().error()).contains("cannot be loaded").contains("ExceptionInInitializerError");
    }

    @Test
    void letters_that_file_names_lack_here_are_warned_of() {
        run(StandardCharsets.US_ASCII, Echo.class.getName(), "/data/ü");
        assertThat(log()).contains("WARN").contains("US-ASCII").contains("LC_ALL=C.UTF-8");
    }

    @Test
    void plain_letters_need_no_warning() {
        run(StandardCharsets.US_ASCII, Echo.class.getName(), "/data/u");
        assertThat(log()).isEmpty();
    }
}
