package dev.sendpost.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * Files of servers under the directory for temporary files: those that stay for the next
 * JVM, and those of a JVM, which go when it ends or, if it was killed, when the next one
 * starts.
 */
final class ServerFiles {

	private static final AtomicInteger DIRECTORIES = new AtomicInteger();

	private static final Path HOME = home();

	private static final Path OWN = HOME.resolve("jvm-" + ProcessHandle.current().pid());

	static {
		deleteLeftOvers();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			ServerProcess.killAll();
			FileSystemUtils.deleteRecursively(OWN.toFile());
		}));
	}

	private ServerFiles() {
	}

	/**
	 * Make a directory that goes with the JVM.
	 * @param name how its name starts
	 * @return the directory
	 */
	static Path freshDirectory(String name) {
		try {
			return Files.createDirectories(OWN.resolve(name + "-" + DIRECTORIES.incrementAndGet()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make a directory that stays, unless it is there already. JVMs that ask for the same
	 * one wait for each other.
	 * @param name its name, another one for other content
	 * @param maker fills the directory
	 * @return the directory
	 */
	static synchronized Path lasting(String name, Maker maker) {
		Path directory = HOME.resolve(name);
		try (FileChannel channel = FileChannel.open(HOME.resolve(name + ".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			channel.lock();
			if (Files.notExists(directory)) {
				Path partial = HOME.resolve(name + ".partial");
				FileSystemUtils.deleteRecursively(partial);
				maker.fill(Files.createDirectory(partial));
				Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path home() {
		String user = System.getProperty("user.name");
		Path home = Path.of(System.getProperty("java.io.tmpdir"), "sendpost-testdb-" + user).toAbsolutePath();
		try {
			if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
				return Files.createDirectories(home);
			}
			try {
				Files.createDirectory(home,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
			}
			catch (FileAlreadyExistsException ex) {
				String owner = Files.getOwner(home, LinkOption.NOFOLLOW_LINKS).getName();
				if (!owner.equals(user)) {
					throw new IllegalStateException(home + " belongs to " + owner, ex);
				}
			}
			return home;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void deleteLeftOvers() {
		try (Stream<Path> entries = Files.list(HOME)) {
			List<Path> leftOvers = entries.filter(ServerFiles::isLeftOver).toList();
			for (Path leftOver : leftOvers) {
				FileSystemUtils.deleteRecursively(leftOver);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isLeftOver(Path directory) {
		String name = directory.getFileName().toString();
		return name.startsWith("jvm-")
				&& ProcessHandle.of(Long.parseLong(name.substring(4))).filter(ProcessHandle::isAlive).isEmpty();
	}

	/**
	 * Fills a directory.
	 */
	interface Maker {

		void fill(Path directory) throws IOException;

	}

}
