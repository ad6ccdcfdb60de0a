package dev.sendpost.testdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs of a database server, in a jar on the class path.
 */
final class ServerArchive {

	private static final Set<String> PROGRAM_DIRECTORIES = Set.of("bin", "scripts");

	private final String database;

	private final URL resource;

	private ServerArchive(String database, URL resource) {
		this.database = database;
		this.resource = resource;
	}

	/**
	 * Find an archive, or skip the test.
	 * @param database the name of the database, for messages
	 * @param resource a tar file or a directory
	 * @return the archive
	 */
	static ServerArchive find(String database, String resource) {
		URL url = ServerArchive.class.getClassLoader().getResource(resource);
		if (url == null) {
			return Assumptions.abort("%s cannot run here: no %s on the class path, which has it for some platforms only"
				.formatted(database, resource));
		}
		return new ServerArchive(database, url);
	}

	/**
	 * The file name of the jar, which names the version.
	 * @return the name, without {@code .jar}
	 */
	String name() {
		String jar = this.resource.getPath().replaceFirst("\\.jar!/.*", "");
		return jar.substring(jar.lastIndexOf('/') + 1);
	}

	/**
	 * Unpack the archive, if that was not done before.
	 * @param addition adds what the archive lacks
	 * @return the directory with {@code bin} in it
	 */
	Path unpack(ServerFiles.Maker addition) {
		return ServerFiles.lasting(name(), (directory) -> {
			if (this.resource.getPath().endsWith("z")) {
				unpackTar(directory);
			}
			else {
				unpackJar(directory);
			}
			addition.fill(directory);
		});
	}

	/**
	 * Skip the test if a program cannot be loaded, as for want of a system library.
	 * @param rights whose rights it has
	 * @param program the program
	 */
	void assumeRuns(ProcessRights rights, Path program) {
		try {
			ServerProcess.run(rights, List.of(program.toString(), "--version"), program.getParent());
		}
		catch (IllegalStateException ex) {
			Assumptions.abort("%s cannot run here: %s".formatted(this.database, ex.getMessage()));
		}
	}

	private void unpackTar(Path directory) throws IOException {
		try (InputStream in = this.resource.openStream();
				TarArchiveInputStream tar = new TarArchiveInputStream(this.resource.getPath().endsWith(".txz")
						? new XZCompressorInputStream(in) : new GzipCompressorInputStream(in))) {
			TarArchiveEntry entry = tar.getNextEntry();
			while (entry != null) {
				Path target = directory.resolve(entry.getName());
				if (!entry.isDirectory()) {
					Files.createDirectories(target.getParent());
					if (entry.isSymbolicLink()) {
						Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
					}
					else {
						copy(tar, target, (entry.getMode() & 0100) != 0);
					}
				}
				entry = tar.getNextEntry();
			}
		}
	}

	private void unpackJar(Path directory) throws IOException {
		JarURLConnection connection = (JarURLConnection) this.resource.openConnection();
		connection.setUseCaches(false);
		String root = connection.getEntryName();
		try (JarFile jar = connection.getJarFile()) {
			for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
				if (!entry.isDirectory() && entry.getName().startsWith(root)) {
					Path inside = Path.of(entry.getName().substring(root.length()).replaceFirst("^/*[^/]+/[^/]+/", ""));
					Path target = directory.resolve(inside);
					Files.createDirectories(target.getParent());
					try (InputStream in = jar.getInputStream(entry)) {
						copy(in, target, PROGRAM_DIRECTORIES.contains(inside.getName(0).toString()));
					}
				}
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private static void copy(InputStream in, Path target, boolean program) throws IOException {
		Files.copy(in, target);
		if (program) {
			Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
	}

}
