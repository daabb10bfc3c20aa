package pipeline.tester;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The main of a JVM that runs one Java node program after the other, each with classes, an environment and standard streams of its own.
 * Only the classes of the node jar, the first of each class path, stay. It uses nothing but the JDK and this class.
 */
final class WarmJvmMain {

    /** Not taken from the class that has it, which is not on the class path. */
    private static final String MAIN_CLASS = "pipeline.node.NodeMain";

    private final Map<String, ClassLoader> nodeJars = new HashMap<>();
    private final Map<String, String> environment = ChangeableEnvironment.ofThisProcess();

    private WarmJvmMain() {}

    /** Runs a program for each order that comes on standard input, and writes its exit code to standard output. */
    public static void main(String[] arguments) throws IOException {
        WarmJvmMain jvm = new WarmJvmMain();
        DataInputStream orders = new DataInputStream(new FileInputStream(FileDescriptor.in));
        DataOutputStream codes = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
        while (orders.readBoolean()) {
            Path files = Path.of(orders.readUTF());
            String classPath = orders.readUTF();
            Map<String, String> environment = new HashMap<>();
            for (int i = orders.readInt(); i > 0; i--) {
                environment.put(orders.readUTF(), orders.readUTF());
            }
            codes.writeInt(jvm.run(files, classPath, environment));
            codes.flush();
        }
        System.exit(0);
    }

    private int run(Path files, String classPath, Map<String, String> jobEnvironment) throws IOException {
        environment.clear();
        environment.putAll(jobEnvironment);
        int end = classPath.indexOf(':');
        String nodeJar = end < 0 ? classPath : classPath.substring(0, end);
        ClassLoader node = nodeJars.get(nodeJar);
        if (node == null) {
            node = new URLClassLoader(urls(nodeJar), ClassLoader.getPlatformClassLoader());
            nodeJars.put(nodeJar, node);
        }
        System.setProperty("java.class.path", classPath);
        try (OutputStream out = Files.newOutputStream(files.resolve("out"));
                OutputStream err = Files.newOutputStream(files.resolve("err"));
                InputStream request = Files.newInputStream(files.resolve("request"));
                URLClassLoader program =
                        new URLClassLoader(end < 0 ? new URL[0] : urls(classPath.substring(end + 1)), node)) {
            Thread.currentThread().setContextClassLoader(program);
            return (int) answer(node).invoke(null, request, out, err, jobEnvironment);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the node jar cannot be used", e);
        }
    }

    private static Method answer(ClassLoader node) throws ReflectiveOperationException {
        return Class.forName(MAIN_CLASS, true, node)
                .getMethod("answer", InputStream.class, OutputStream.class, OutputStream.class, Map.class);
    }

    private static URL[] urls(String classPath) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : classPath.split(":", -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
