package pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Javadoc of the packages for authors that a module has: each type has an example that compiles, each member a comment. */
public abstract class ApiDocumentationContract {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Started by the engine alone. */
    private static final List<String> NOT_FOR_AUTHORS = List.of("NodeMain");

    private static final Pattern TYPE = Pattern.compile("public (?:\\w+ )*class (\\w+)");
    private static final Pattern MEMBERS = Pattern.compile("\\s*@\\w+");

    private static final Pattern DOCLINT = Pattern.compile("-Xdoclint/package:([\\w.,]+)");

    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

    private final List<String> packages;
    private final String imports;
    private final String fields;

    @TempDir
    Path classes;

    /**
     * Makes the contract of some packages.
     *
     * @param imports lines that the examples need beside those of the packages for authors
     * @param fields what a few lines of an example find around them
     */
    protected ApiDocumentationContract(List<String> packages, String imports, String fields) {
        this.packages = packages;
        this.imports = imports;
        this.fields = fields;
    }

    @Test
    void each_public_type_has_an_example_and_each_member_a_comment() throws IOException {
        List<String> missing = new ArrayList<>();
        eachType((type, docs, unit) -> {
            if (examples(docs, unit, type).isEmpty()) {
                missing.add(type.getSimpleName() + " has no <pre>{@code ...}</pre>");
            }
            members(type)
                    .filter(member -> docs.getDocCommentTree(path(unit, type, member)) == null)
                    .forEach(member -> missing.add(type.getSimpleName() + " has no comment on " + name(member)));
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void the_examples_compile() throws IOException {
        Map<String, String> units = new LinkedHashMap<>();
        eachType((type, docs, unit) -> {
            for (String example : examples(docs, unit, type)) {
                Matcher declared = TYPE.matcher(example);
                boolean isType = declared.find();
                String name = isType ? declared.group(1) : "ExampleOf" + type.getSimpleName();
                units.put(name, importLines() + (isType ? example : around(name, example)));
            }
        });
        assertThat(units).isNotEmpty();

        StringWriter problems = new StringWriter();
        boolean isCompiled = JAVAC.getTask(
                        problems,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString()),
                        null,
                        units.entrySet().stream()
                                .map(source -> new Source(source.getKey(), source.getValue()))
                                .toList())
                .call();
        assertThat(isCompiled).as("%s", problems).isTrue();
    }

    @Test
    void doclint_looks_at_them() throws IOException {
        Matcher doclint = DOCLINT.matcher(Files.readString(Path.of("../pom.xml")));

        assertThat(doclint.find()).isTrue();
        assertThat(List.of(doclint.group(1).split(","))).containsAll(packages);
    }

    private String importLines() {
        return Stream.concat(
                        Stream.of("java.nio.file", "java.time", "java.util"),
                        Stream.concat(AuthorPackages.OF_RECIPES.stream(), packages.stream())
                                .distinct())
                .map(name -> "import " + name + ".*;\n")
                .collect(Collectors.joining("", "", imports));
    }

    /** Returns a class around members, or a few lines, of an example. */
    private String around(String name, String example) {
        String inside = MEMBERS.matcher(example).lookingAt()
                ? example
                : fields + "void example() throws Exception {" + example + "}";
        return """
                public class %s extends Recipe {
                    @Override
                    protected int run() {
                        return 0;
                    }

                    %s
                }
                """.formatted(name, inside);
    }

    private interface Visitor {
        void visit(ClassTree type, DocTrees docs, CompilationUnitTree unit);
    }

    private void eachType(Visitor visitor) throws IOException {
        try (StandardJavaFileManager files = JAVAC.getStandardFileManager(null, null, null)) {
            List<Path> sources = new ArrayList<>();
            for (String name : packages) {
                try (Stream<Path> inside = Files.list(SOURCES.resolve(name.replace('.', '/')))) {
                    inside.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("package-info.java"))
                            .sorted()
                            .forEach(sources::add);
                }
            }
            JavacTask task = (JavacTask) JAVAC.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                for (Tree tree : unit.getTypeDecls()) {
                    if (tree instanceof ClassTree type
                            && isOpen(type.getModifiers())
                            && !NOT_FOR_AUTHORS.contains(type.getSimpleName().toString())) {
                        visitor.visit(type, docs, unit);
                    }
                }
            }
        }
    }

    private static List<String> examples(DocTrees docs, CompilationUnitTree unit, ClassTree type) {
        DocCommentTree comment = docs.getDocCommentTree(TreePath.getPath(unit, type));
        if (comment == null) {
            return List.of();
        }
        return comment.getFullBody().stream()
                .filter(part -> part.getKind() == DocTree.Kind.CODE)
                .map(part -> ((LiteralTree) part).getBody().getBody())
                .filter(code -> code.startsWith("\n"))
                .map(code -> code.lines().map(String::stripTrailing).collect(Collectors.joining("\n")))
                .toList();
    }

    /** Returns methods and constructors that others may call; a record's compact constructor has the comment of its record. */
    private static Stream<? extends Tree> members(ClassTree type) {
        boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        return type.getMembers().stream().filter(member -> switch (member.getKind()) {
            case METHOD -> {
                MethodTree method = (MethodTree) member;
                boolean isOverriding = method.getModifiers().getAnnotations().stream()
                        .anyMatch(annotation -> annotation.toString().startsWith("@Override"));
                boolean isRecords = type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
                yield (isInterface
                                ? !method.getModifiers().getFlags().contains(Modifier.PRIVATE)
                                : isOpen(method.getModifiers()))
                        && !isOverriding
                        && !isRecords;
            }
            case VARIABLE -> isOpen(((VariableTree) member).getModifiers());
            default -> false;
        });
    }

    private static boolean isOpen(ModifiersTree modifiers) {
        return modifiers.getFlags().contains(Modifier.PUBLIC)
                || modifiers.getFlags().contains(Modifier.PROTECTED);
    }

    private static TreePath path(CompilationUnitTree unit, ClassTree type, Tree member) {
        return new TreePath(TreePath.getPath(unit, type), member);
    }

    private static String name(Tree member) {
        return member instanceof MethodTree method
                ? method.getName() + "()"
                : ((VariableTree) member).getName().toString();
    }

    /** A source in memory. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
