package pipeline.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** Takes down, while javac works, which classes there are, where they are declared, and which files it has read. */
final class Declarations implements TaskListener {

    /**
     * A class of the sources.
     *
     * @param binaryName such as {@code MyRecipe$Part}
     * @param outermost the binary name of the class that it is nested in, at the top of its file; its own if it is not nested
     * @param leavesTypesOpen whether it is a node program that can run and does not say what it takes and returns
     */
    record Declaration(
            String binaryName,
            String outermost,
            Position position,
            boolean isRecipe,
            boolean isNodeProgram,
            boolean leavesTypesOpen,
            boolean isAbstract) {

        boolean isNested() {
            return !binaryName.equals(outermost);
        }

        /** Returns the name without its package and the classes around it. */
        String simpleName() {
            return binaryName.substring(Math.max(binaryName.lastIndexOf('.'), binaryName.lastIndexOf('$')) + 1);
        }
    }

    private final JavacTask task;
    private final String recipeType;
    private final String programType;
    private final Map<String, Declaration> all = new LinkedHashMap<>();
    private final Set<JavaFileObject> files = new LinkedHashSet<>();

    /**
     * Makes a listener of a task.
     *
     * @param recipeType the name of the class that recipes extend
     * @param programType the name of the class that node programs extend
     */
    Declarations(JavacTask task, String recipeType, String programType) {
        this.task = task;
        this.recipeType = recipeType;
        this.programType = programType;
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.PARSE) {
            files.add(event.getSourceFile());
        } else if (event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null) {
            add(event.getTypeElement(), event.getCompilationUnit());
        }
    }

    /** Returns the classes by their binary names, in the order in which javac came to them. */
    Map<String, Declaration> all() {
        return all;
    }

    /** Returns the files that javac has read, the given ones and those that it found. */
    Set<JavaFileObject> files() {
        return files;
    }

    private void add(TypeElement type, CompilationUnitTree unit) {
        Elements elements = task.getElements();
        String name = elements.getBinaryName(type).toString();
        boolean isAbstract = type.getModifiers().contains(Modifier.ABSTRACT);
        boolean isProgram = is(type, programType);
        all.put(
                name,
                new Declaration(
                        name,
                        elements.getBinaryName(outermost(type)).toString(),
                        position(type, unit),
                        is(type, recipeType),
                        isProgram,
                        isProgram && !isAbstract && leavesTypesOpen(type.asType()),
                        isAbstract));
        ElementFilter.typesIn(type.getEnclosedElements()).forEach(nested -> add(nested, unit));
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement outer = type;
        while (outer.getNestingKind() != NestingKind.TOP_LEVEL
                && outer.getEnclosingElement() instanceof TypeElement enclosing) {
            outer = enclosing;
        }
        return outer;
    }

    private boolean is(TypeElement type, String ancestor) {
        Element known = task.getElements().getTypeElement(ancestor);
        return known != null
                && task.getTypes().isSubtype(type.asType(), task.getTypes().erasure(known.asType()));
    }

    /** Returns whether the type that node programs extend is raw above a class, or has a type variable. */
    private boolean leavesTypesOpen(TypeMirror type) {
        Element ancestor = task.getElements().getTypeElement(programType);
        DeclaredType parent = (DeclaredType) type;
        while (!parent.asElement().equals(ancestor)) {
            parent = (DeclaredType) task.getTypes().directSupertypes(parent).get(0);
        }
        List<? extends TypeMirror> given = parent.getTypeArguments();
        return given.isEmpty() || given.stream().anyMatch(Declarations::hasVariable);
    }

    private static boolean hasVariable(TypeMirror type) {
        if (type instanceof DeclaredType generic) {
            return generic.getTypeArguments().stream().anyMatch(Declarations::hasVariable);
        }
        return type.getKind() == TypeKind.TYPEVAR;
    }

    private Position position(TypeElement type, CompilationUnitTree unit) {
        Trees trees = Trees.instance(task);
        Tree tree = trees.getTree(type);
        return Position.of(unit.getSourceFile(), trees.getSourcePositions().getStartPosition(unit, tree));
    }
}
