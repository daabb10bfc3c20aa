package pipeline.dispatch.fingerprint;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import pipeline.text.Digests;

/**
 * Digests of Java node programs: of their class and of those of the same jar or directory that it uses, without what only
 * debuggers need. So a comment changes nothing, and neither do a newer Pipeline or its libraries. Thread-safe.
 */
final class ProgramDigests {

    /** What every node program gets with Pipeline, as the node jar holds it. */
    private static final List<String> NOT_ITS_OWN = List.of(
            "pipeline/frame/",
            "pipeline/job/",
            "pipeline/log/",
            "pipeline/node/",
            "pipeline/parset/",
            "pipeline/text/",
            "pipeline/time/",
            "tools/jackson/",
            "com/fasterxml/jackson/",
            "org/apache/logging/log4j/",
            "org/jspecify/");

    /** What a recipe gets with Pipeline. */
    private static final List<String> OF_PIPELINE = List.of(
            "pipeline/cli/",
            "pipeline/config/",
            "pipeline/dispatch/",
            "pipeline/frame/",
            "pipeline/job/",
            "pipeline/log/",
            "pipeline/mapfile/",
            "pipeline/node/",
            "pipeline/recipe/",
            "pipeline/remote/",
            "pipeline/store/",
            "pipeline/text/",
            "pipeline/time/",
            "tools/jackson/",
            "com/fasterxml/jackson/",
            "org/apache/logging/log4j/",
            "org/jspecify/",
            "java/");

    private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

    /**
     * Returns the digest of a program as it is on the class path of this master.
     *
     * @param className binary name
     * @return empty if it is not there, and only the hosts have it
     */
    Optional<String> of(String className) {
        return known.computeIfAbsent(className, name -> digest(loader(), name.replace('.', '/'), NOT_ITS_OWN));
    }

    /** Returns the digest of a recipe, beside what belongs to Pipeline itself. */
    static Optional<String> ofRecipe(Class<?> recipe) {
        ClassLoader own = recipe.getClassLoader();
        return own == null ? Optional.empty() : digest(own, recipe.getName().replace('.', '/'), OF_PIPELINE);
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : ClassLoader.getSystemClassLoader();
    }

    private static Optional<String> digest(ClassLoader loader, String program, List<String> others) {
        URL place = loader.getResource(program + ".class");
        if (place == null) {
            return Optional.empty();
        }
        String root = place.toString().substring(0, place.toString().length() - program.length() - ".class".length());
        SortedMap<String, String> digests = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(program));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!digests.containsKey(name) && others.stream().noneMatch(name::startsWith)) {
                byte[] bytes = read(loader, root, name);
                if (bytes != null) {
                    ClassContent content = ClassContent.of(bytes);
                    digests.put(name, content.digest());
                    open.addAll(content.uses());
                }
            }
        }
        return Optional.of(Digests.shortened(digests.toString()));
    }

    private static byte @Nullable [] read(ClassLoader loader, String root, String name) {
        URL place = loader.getResource(name + ".class");
        if (place == null || !place.toString().equals(root + name + ".class")) {
            return null;
        }
        try (InputStream stream = place.openStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            // a digest that is none other's: what cannot be compared has changed
            return UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    /**
     * A class without what only debuggers need.
     *
     * @param uses the internal names of all classes that it names
     */
    private record ClassContent(String digest, Set<String> uses) {

        static ClassContent of(byte[] bytes) {
            Set<String> uses = new TreeSet<>();
            Remapper collector = new Remapper(Opcodes.ASM9) {
                @Override
                public String map(String name) {
                    uses.add(name);
                    return name;
                }
            };
            MessageDigest sha256 = Digests.sha256();
            try {
                ClassWriter plain = new ClassWriter(0);
                new ClassReader(bytes).accept(new ClassRemapper(plain, collector), ClassReader.SKIP_DEBUG);
                return new ClassContent(Digests.shortened(sha256.digest(plain.toByteArray())), uses);
            } catch (RuntimeException e) {
                // made for a Java that ASM does not know, or no class: what cannot be compared has changed
                return new ClassContent(UUID.randomUUID().toString(), Set.of());
            }
        }
    }
}
