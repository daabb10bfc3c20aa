package pipeline.source;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import pipeline.source.Declarations.Declaration;

/** One run of the JDK's compiler in this process. */
final class JavaCompilation {

    private static final String RECIPE = "pipeline.recipe.Recipe";
    static final String NODE_PROGRAM = "pipeline.node.NodeProgram";

    /**
     * What came of it.
     *
     * @param classes the content of each class file by the binary name of its class
     * @param files the sources that javac has read, absolute
     * @param directories where javac has looked for sources, whether they are there or not
     */
    record Result(
            SortedMap<String, byte[]> classes,
            Map<String, Declaration> declarations,
            SortedSet<Path> files,
            SortedSet<Path> directories,
            List<String> warnings) {}

    private final JavaCompiler compiler;

    JavaCompilation(JavaCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Compiles a recipe with all sources that it names.
     *
     * @param classPath what it may use
     * @throws SourceException if it does not compile, or has a class that the nodes could not load
     */
    Result compile(RecipeFile file, List<String> options, List<Path> classPath) throws SourceException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            files.setLocationFromPaths(StandardLocation.SOURCE_PATH, file.roots());
            List<JavaFileObject> sources = new ArrayList<>(List.of(new JavaSource(file)));
            files.getJavaFileObjectsFromPaths(file.sources()).forEach(sources::add);
            ClassFiles output = new ClassFiles(files);
            JavacTask task =
                    (JavacTask) compiler.getTask(Writer.nullWriter(), output, diagnostics, options, null, sources);
            Declarations declarations = new Declarations(task, RECIPE, NODE_PROGRAM);
            task.addTaskListener(declarations);
            boolean isCompiled = task.call();
            if (!isCompiled) {
                List<Diagnostic<? extends JavaFileObject>> errors = errors(diagnostics);
                throw new SourceException(CompilerMessages.text(errors) + CompilerHints.of(file, errors));
            }
            return result(file, declarations, output, diagnostics);
        } catch (IOException e) {
            throw new SourceException(RecipeFile.name(file.file()) + " cannot be compiled: " + e, e);
        } catch (IllegalArgumentException e) {
            // javac does not know an option
            throw new SourceException(
                    "%s: //JAVAC_OPTIONS: %s".formatted(RecipeFile.name(file.file()), e.getMessage()), e);
        }
    }

    private static Result result(
            RecipeFile file,
            Declarations declarations,
            ClassFiles output,
            DiagnosticCollector<JavaFileObject> diagnostics)
            throws SourceException {
        SortedMap<String, byte[]> classes = output.classes();
        List<String> problems = new NodeClassCheck(declarations.all(), classes).problems();
        if (!problems.isEmpty()) {
            throw new SourceException(String.join("\n", problems));
        }
        return new Result(
                classes,
                declarations.all(),
                declarations.files().stream()
                        .map(source -> Path.of(source.toUri()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                directories(file, output.packages()),
                diagnostics.getDiagnostics().stream()
                        .filter(diagnostic -> isWarning(diagnostic.getKind()))
                        .map(CompilerMessages::text)
                        .toList());
    }

    private static SortedSet<Path> directories(RecipeFile file, Set<String> packages) {
        SortedSet<Path> directories = new TreeSet<>();
        for (Path root : file.roots()) {
            packages.forEach(name -> directories.add(root.resolve(name.replace('.', '/'))));
        }
        return directories;
    }

    /** All diagnostics, should none of them be an error. */
    private static List<Diagnostic<? extends JavaFileObject>> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
        List<Diagnostic<? extends JavaFileObject>> errors = diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .collect(Collectors.toList());
        return errors.isEmpty() ? List.copyOf(diagnostics.getDiagnostics()) : errors;
    }

    private static boolean isWarning(Diagnostic.Kind kind) {
        return kind == Diagnostic.Kind.WARNING || kind == Diagnostic.Kind.MANDATORY_WARNING;
    }
}
