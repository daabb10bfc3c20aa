package pipeline.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** What to do about errors of the compiler whose cause is not in the line that they name. */
final class CompilerHints {

    private static final String NO_PACKAGE = "compiler.err.doesnt.exist";

    private static final String NOT_APPLICABLE = "compiler.err.cant.apply.symbols";

    private CompilerHints() {}

    private static boolean isOfNodeJob(Diagnostic<? extends JavaFileObject> error) {
        return NOT_APPLICABLE.equals(error.getCode())
                && error.getMessage(Locale.ROOT).contains(" nodeJob(");
    }

    /** Returns a line for each hint, behind a line end; empty if there is nothing to say. */
    static String of(RecipeFile file, List<Diagnostic<? extends JavaFileObject>> errors) {
        List<String> hints = new ArrayList<>();
        String name = RecipeFile.name(file.file());
        if (!file.isInDirectoryOfPackage()) {
            hints.add(("%s: its package is %s, but it does not lie in %s, so no class beside it is found;"
                            + " move it there, or take the package line away")
                    .formatted(name, file.packageName(), file.packageName().replace('.', '/')));
        }
        if (errors.stream().anyMatch(error -> NO_PACKAGE.equals(error.getCode()))) {
            hints.add(name + ": put a library that it needs into lib/ beside it, or name it in a line such as"
                    + " //DEPS org.apache.commons:commons-math3:3.6.1");
        }
        if (errors.stream().anyMatch(CompilerHints::isOfNodeJob)) {
            hints.add(name
                    + ": nodeJob takes a host, the class of a node program, and what its NodeProgram<A, R> says that it takes: a"
                    + " value of A, or any values where A is Arguments");
        }
        return hints.isEmpty() ? "" : "\n" + String.join("\n", hints);
    }
}
