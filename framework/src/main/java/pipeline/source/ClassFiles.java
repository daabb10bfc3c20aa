package pipeline.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;

/** Takes the classes that javac makes into memory. */
final class ClassFiles extends ForwardingJavaFileManager<JavaFileManager> {

    private final SortedMap<String, byte[]> classes = Collections.synchronizedSortedMap(new TreeMap<>());

    ClassFiles(JavaFileManager files) {
        super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(Location location, String className, Kind kind, FileObject sibling) {
        return new ClassFile(className);
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
