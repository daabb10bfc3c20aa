package pipeline.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;

/** Takes the classes that javac makes into memory, and takes down in which packages it has looked for sources. */
final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {

    private final Set<String> packages = Collections.synchronizedSet(new TreeSet<>());
    private final SortedMap<String, byte[]> classes = Collections.synchronizedSortedMap(new TreeMap<>());

    ClassFiles(JavaFileManager files) {
        super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind, FileObject sibling) {
        return new ClassFile(className);
    }

    @Override
    public Iterable<JavaFileObject> list(Location location, String packageName, Set<Kind> kinds, boolean recurse)
            throws IOException {
        if (location == StandardLocation.SOURCE_PATH) {
            packages.add(packageName);
        }
        return super.list(location, packageName, kinds, recurse);
    }

    /** Returns the packages in which javac has looked for sources. */
    Set<String> packages() {
        return new TreeSet<>(packages);
    }

    /** Returns the content of each class file by the binary name of its class. */
    SortedMap<String, byte[]> classes() {
        return new TreeMap<>(classes);
    }

    private final class ClassFile extends SimpleJavaFileObject {

        private final String className;

        ClassFile(String className) {
            super(URI.create("memory:/" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
            this.className = className;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() throws IOException {
                    super.close();
                    classes.put(className, toByteArray());
                }
            };
        }
    }
}
