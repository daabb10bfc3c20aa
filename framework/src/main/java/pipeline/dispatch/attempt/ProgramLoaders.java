package pipeline.dispatch.attempt;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes of all recipes that were opened from files, those too that come as steps while a run goes on: it is the context
 * class loader of the threads of a run. Thread-safe.
 */
public final class ProgramLoaders extends ClassLoader {

    private final List<URLClassLoader> opened = new CopyOnWriteArrayList<>();

    private ProgramLoaders(ClassLoader parent) {
        super("recipes", parent);
    }

    /** Begins with no recipe, for this thread and all that it begins from now on. */
    public static void begin() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader parent = context instanceof ProgramLoaders former ? former.getParent() : context;
        Thread.currentThread()
                .setContextClassLoader(
                        new ProgramLoaders(parent == null ? ClassLoader.getSystemClassLoader() : parent));
    }

    /** Adds the classes of a recipe to those that this thread finds, and all that it has begun since {@link #begin}. */
    public static void open(URLClassLoader recipe) {
        if (!(Thread.currentThread().getContextClassLoader() instanceof ProgramLoaders)) {
            begin();
        }
        if (Thread.currentThread().getContextClassLoader() instanceof ProgramLoaders known) {
            known.add(recipe);
        }
    }

    /** One that is opened again is there already. */
    private void add(URLClassLoader recipe) {
        boolean isThere = opened.stream().anyMatch(known -> Arrays.equals(known.getURLs(), recipe.getURLs()));
        if (!isThere) {
            opened.add(recipe);
        }
    }

    /** Returns the class loaders of all recipes that were opened. */
    List<URLClassLoader> all() {
        return List.copyOf(opened);
    }

    /** Returns the class loaders of the recipes that have a class file of their own of this name. */
    List<URLClassLoader> having(String resource) {
        return opened.stream()
                .filter(loader -> loader.findResource(resource) != null)
                .toList();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        List<URLClassLoader> all = having(name.replace('.', '/') + ".class");
        if (all.isEmpty()) {
            throw new ClassNotFoundException(name);
        }
        return all.get(0).loadClass(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return opened.stream()
                .map(loader -> loader.findResource(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
