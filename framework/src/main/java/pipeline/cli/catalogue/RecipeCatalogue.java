package pipeline.cli.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pipeline.recipe.Recipe;
import pipeline.recipe.spi.RecipeName;

/** The recipes there are, by the name that people type. One that cannot be used costs only itself: it is listed with what is wrong. */
public final class RecipeCatalogue {

    /** Somebody's whole class path of broken service files is reported no further. */
    private static final int MOST_FAULTS = 100;

    private final SortedMap<String, Class<? extends Recipe>> recipes = new TreeMap<>();
    private final SortedMap<String, String> faults = new TreeMap<>();
    private final Set<String> namelessFaults = new LinkedHashSet<>();

    public RecipeCatalogue(List<Class<? extends Recipe>> classes) {
        classes.forEach(this::add);
    }

    private void add(Class<? extends Recipe> type) {
        String name = RecipeName.of(type);
        if (CommandWords.ALL.contains(name)) {
            namelessFaults.add(nameOfCommand(type.getName(), name));
            return;
        }
        if (faults.containsKey(name)) {
            return;
        }
        Class<? extends Recipe> twin = recipes.putIfAbsent(name, type);
        if (twin != null && twin != type) {
            exclude(
                    name,
                    "the recipes %s and %s have one name, %s; rename one of them"
                            .formatted(twin.getName(), type.getName(), name));
        }
    }

    /** Says that a recipe has the name of a command. */
    static String nameOfCommand(String place, String name) {
        return "the recipe %s cannot be called %s, which is a command; rename it".formatted(place, name);
    }

    /** Returns what the service files {@code META-INF/services/pipeline.recipe.Recipe} on the class path name. */
    public static RecipeCatalogue load() {
        List<Class<? extends Recipe>> classes = new ArrayList<>();
        Set<String> unusable = new LinkedHashSet<>();
        Iterator<ServiceLoader.Provider<Recipe>> providers =
                ServiceLoader.load(Recipe.class).stream().iterator();
        while (unusable.size() < MOST_FAULTS) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                classes.add(providers.next().type());
            } catch (ServiceConfigurationError | LinkageError e) {
                // the next call goes on behind it
                if (!unusable.add("a recipe on the class path cannot be used: " + cause(e)
                        + "; look at its META-INF/services/pipeline.recipe.Recipe")) {
                    break;
                }
            }
        }
        RecipeCatalogue catalogue = new RecipeCatalogue(classes);
        catalogue.namelessFaults.addAll(unusable);
        return catalogue;
    }

    /** Returns what looks for the recipes when somebody asks first, and not again. */
    public static Supplier<RecipeCatalogue> loadedOnce() {
        AtomicReference<@Nullable RecipeCatalogue> loaded = new AtomicReference<>();
        return () -> {
            RecipeCatalogue known = loaded.get();
            if (known == null) {
                known = load();
                loaded.set(known);
            }
            return known;
        };
    }

    private static String cause(Error e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + " (" + e.getCause() + ")";
    }

    /** Takes a recipe out that cannot be used. */
    public void exclude(String name, String fault) {
        recipes.remove(name);
        faults.put(name, fault);
    }

    /** Returns what is wrong with the recipe of a name; empty if there is none of this name, or nothing is. */
    Optional<String> fault(String name) {
        return Optional.ofNullable(faults.get(name));
    }

    /** Returns all that is wrong. */
    public List<String> faults() {
        List<String> all = new ArrayList<>(faults.values());
        all.addAll(namelessFaults);
        return all;
    }

    /** Returns the names in alphabetical order. */
    public List<String> names() {
        return List.copyOf(recipes.keySet());
    }

    public SortedMap<String, Class<? extends Recipe>> recipes() {
        return Collections.unmodifiableSortedMap(recipes);
    }
}
