package dev.sendpost.testsmtp;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Certificates for a {@link ScriptedSmtpServer}, made when first asked for, with the
 * {@code keytool} of the JDK, in a directory that goes when the JVM ends. A client that
 * trusts {@link #trustStore()} trusts the authority behind them: were the certificate
 * itself trusted, the JDK would not look at its dates.
 */
public final class TestCertificates {

	/**
	 * The password of all key stores here.
	 */
	public static final String PASSWORD = "changeit";

	private static final String AUTHORITY = "authority";

	private static final String SERVER = "server";

	private static final Map<Kind, Path> KEY_STORES = new EnumMap<>(Kind.class);

	private static @Nullable Path directory;

	private TestCertificates() {
	}

	/**
	 * What a certificate is like.
	 */
	public enum Kind {

		/**
		 * For {@code localhost} and 127.0.0.1, in force.
		 */
		VALID("localhost", "dns:localhost,ip:127.0.0.1", "-1d", 30),

		/**
		 * For {@code localhost} and 127.0.0.1, but no longer in force.
		 */
		EXPIRED("localhost", "dns:localhost,ip:127.0.0.1", "-10d", 5),

		/**
		 * In force, but for {@code elsewhere.example}.
		 */
		WRONG_HOST("elsewhere.example", "dns:elsewhere.example", "-1d", 30),

		/**
		 * As {@link #VALID}, but signed by nobody else, so that no one trusts it.
		 */
		SELF_SIGNED("localhost", "dns:localhost,ip:127.0.0.1", "-1d", 30);

		private final String name;

		private final String alternativeNames;

		private final String start;

		private final int days;

		Kind(String name, String alternativeNames, String start, int days) {
			this.name = name;
			this.alternativeNames = alternativeNames;
			this.start = start;
			this.days = days;
		}

	}

	/**
	 * What a server needs to present a certificate.
	 * @param kind what the certificate is like
	 * @return the context
	 */
	public static SSLContext server(Kind kind) {
		return attempt(() -> {
			KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
			keys.init(load(keyStorePath(kind)), PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		});
	}

	/**
	 * What a client needs to trust all but {@link Kind#SELF_SIGNED}.
	 * @return the context
	 */
	public static SSLContext client() {
		return attempt(() -> {
			TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
			trust.init(trustStore());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		});
	}

	/**
	 * The authority as the only one trusted.
	 * @return the key store
	 */
	public static KeyStore trustStore() {
		return attempt(() -> load(trustStorePath()));
	}

	/**
	 * A file of {@link #trustStore()}.
	 * @return a PKCS #12 file with {@link #PASSWORD}
	 */
	public static synchronized Path trustStorePath() {
		return attempt(() -> {
			Path path = directory().resolve("trust.p12");
			if (Files.notExists(path)) {
				KeyStore store = empty();
				store.setCertificateEntry(AUTHORITY, load(authorityPath()).getCertificate(AUTHORITY));
				store(store, path);
			}
			return path;
		});
	}

	/**
	 * The certificate of the authority.
	 * @return a PEM file
	 */
	public static synchronized Path trustedPemPath() {
		return attempt(() -> {
			byte[] certificate = trustStore().getCertificate(AUTHORITY).getEncoded();
			String body = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(certificate);
			String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
			return Files.writeString(directory().resolve("trust.pem"), pem);
		});
	}

	/**
	 * The properties of an SSL bundle that trusts {@link #trustStore()}.
	 * @param name the name of the bundle
	 * @return the properties, each as {@code name=value}
	 */
	public static String[] sslBundle(String name) {
		String prefix = "spring.ssl.bundle.jks." + name + ".truststore.";
		return new String[] { prefix + "location=" + trustStorePath().toUri(), prefix + "password=" + PASSWORD,
				prefix + "type=PKCS12" };
	}

	/**
	 * A file with a certificate and its key.
	 * @param kind what the certificate is like
	 * @return a PKCS #12 file with {@link #PASSWORD}
	 */
	public static synchronized Path keyStorePath(Kind kind) {
		return KEY_STORES.computeIfAbsent(kind, (key) -> attempt(() -> make(key)));
	}

	private static Path make(Kind kind) throws Exception {
		Path path = directory().resolve(kind + ".p12");
		List<String> options = new ArrayList<>(List.of("-ext", "san=" + kind.alternativeNames));
		if (kind != Kind.SELF_SIGNED) {
			Files.copy(authorityPath(), path);
			options.addAll(List.of("-signer", AUTHORITY));
		}
		generate(path, SERVER, kind.name, kind.start, kind.days, options);
		KeyStore both = load(path);
		KeyStore store = empty();
		store.setKeyEntry(SERVER, both.getKey(SERVER, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
				both.getCertificateChain(SERVER));
		store(store, path);
		return path;
	}

	private static Path authorityPath() throws Exception {
		Path path = directory().resolve("authority.p12");
		if (Files.notExists(path)) {
			generate(path, AUTHORITY, "Test authority", "-30d", 365, List.of("-ext", "bc:c"));
		}
		return path;
	}

	private static void generate(Path path, String alias, String name, String start, int days, List<String> options)
			throws Exception {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-keyalg", "EC",
				"-groupname", "secp256r1", "-dname", "CN=" + name, "-startdate", start, "-validity",
				String.valueOf(days), "-storetype", "PKCS12", "-keystore", path.toString(), "-storepass", PASSWORD));
		command.addAll(options);
		File log = path.resolveSibling("keytool.log").toFile();
		int status = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start().waitFor();
		if (status != 0) {
			throw new IOException("keytool failed: " + Files.readString(log.toPath()));
		}
	}

	private static synchronized Path directory() throws IOException {
		if (directory == null) {
			Path created = Files.createTempDirectory("test-certificates");
			Runtime.getRuntime().addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(created.toFile())));
			directory = created;
		}
		return directory;
	}

	private static KeyStore empty() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	private static KeyStore load(Path path) throws GeneralSecurityException, IOException {
		return KeyStore.getInstance(path.toFile(), PASSWORD.toCharArray());
	}

	private static void store(KeyStore store, Path path) throws GeneralSecurityException, IOException {
		try (OutputStream out = Files.newOutputStream(path)) {
			store.store(out, PASSWORD.toCharArray());
		}
	}

	private static <T> T attempt(Callable<T> task) {
		try {
			return task.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException("Cannot make a certificate", ex);
		}
	}

}
