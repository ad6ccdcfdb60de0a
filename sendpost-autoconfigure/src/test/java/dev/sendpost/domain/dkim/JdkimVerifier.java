package dev.sendpost.domain.dkim;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.apache.james.jdkim.DKIMCommon;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.BodyHasher;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.impl.BodyHasherImpl;
import org.apache.james.jdkim.impl.Message;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;
import org.apache.james.mime4j.MimeException;

/**
 * Verifies signatures by Apache jDKIM. It knows no Ed25519: there, jDKIM parses the
 * signature and canonicalizes header and body, and the JDK verifies what comes out.
 */
public final class JdkimVerifier {

	/** What stands before an Ed25519 key in ASN.1. */
	private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private final Map<String, String> records;

	/**
	 * Create a verifier.
	 * @param records the texts of key records by their names
	 */
	public JdkimVerifier(Map<String, String> records) {
		this.records = records;
	}

	/**
	 * Verify each signature.
	 * @return for each that is valid, its algorithm, domain and selector
	 * @throws FailException if one is not
	 */
	public List<String> verify(byte[] message) throws FailException {
		try {
			Message headers = new Message(new ByteArrayInputStream(message));
			List<SignatureRecord> rsa = new ArrayList<>();
			List<String> valid = new ArrayList<>();
			for (String field : headers.getFields("DKIM-Signature")) {
				SignatureRecord signature = new SignatureRecordImpl(field.substring(field.indexOf(':') + 1));
				signature.validate();
				if (signature.getHashKeyType().toString().equals("ed25519")) {
					verifyEd25519(headers, message, field, signature);
				}
				else {
					rsa.add(signature);
				}
				valid.add(signature.getHashKeyType() + " " + signature.getSelector() + "._domainkey."
						+ signature.getDToken());
			}
			if (!rsa.isEmpty()) {
				verifyRsa(message, rsa);
			}
			return valid;
		}
		catch (IOException | MimeException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void verifyRsa(byte[] message, List<SignatureRecord> rsa) throws IOException, FailException, MimeException {
		DKIMVerifier verifier = new DKIMVerifier(
				(methods, selector, domain) -> List.of(this.records.get(selector + "._domainkey." + domain)));
		// Whatever it does not know, it would count as a failure of the whole.
		String text = new String(message, StandardCharsets.ISO_8859_1)
			.replaceAll("(?m)^DKIM-Signature: v=1; a=ed25519-sha256;.*\r\n([ \t].*\r\n)*", "");
		List<SignatureRecord> verified = verifier
			.verify(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
		if (verified == null || verified.size() != rsa.size()) {
			throw new PermFailException("not all signatures are valid: " + verifier.getResults());
		}
	}

	private void verifyEd25519(Message headers, byte[] message, String field, SignatureRecord signature)
			throws IOException, FailException, GeneralSecurityException, MimeException {
		SignatureRecord sha256 = new SignatureRecordImpl(
				field.substring(field.indexOf(':') + 1).replace("ed25519-sha256", "rsa-sha256"));
		BodyHasher hasher = new BodyHasherImpl(sha256);
		try (InputStream body = new Message(new ByteArrayInputStream(message)).getBodyInputStream()) {
			DKIMCommon.streamCopy(body, hasher.getOutputStream());
		}
		if (!Arrays.equals(((BodyHasherImpl) hasher).getDigest(), signature.getBodyHash())) {
			throw new PermFailException("the body hash is wrong");
		}
		String text = this.records.get(signature.getSelector() + "._domainkey." + signature.getDToken());
		byte[] key = Base64.getDecoder().decode(text.substring(text.indexOf("p=") + 2));
		byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + key.length);
		System.arraycopy(key, 0, encoded, ED25519_PREFIX.length, key.length);
		HashThenEd25519 check = new HashThenEd25519();
		check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
		Canonicalization.apply(headers, signature, check);
		if (!check.verify(signature.getSignature())) {
			throw new PermFailException("the Ed25519 signature is wrong");
		}
	}

	private static final class Canonicalization extends DKIMCommon {

		static void apply(Message headers, SignatureRecord signature, Signature target)
				throws SignatureException, PermFailException {
			signatureCheck(headers, signature, signature.getHeaders(), target);
		}

	}

	/**
	 * Ed25519 of the SHA-256 of what it is fed (RFC 8463 section 3).
	 */
	private static final class HashThenEd25519 extends Signature {

		private final MessageDigest digest;

		private PublicKey key;

		HashThenEd25519() throws GeneralSecurityException {
			super("HashThenEd25519");
			this.digest = MessageDigest.getInstance("SHA-256");
		}

		@Override
		protected void engineInitVerify(PublicKey key) {
			this.key = key;
		}

		@Override
		protected void engineInitSign(PrivateKey key) {
			throw new UnsupportedOperationException();
		}

		@Override
		protected void engineUpdate(byte octet) {
			this.digest.update(octet);
		}

		@Override
		protected void engineUpdate(byte[] octets, int offset, int length) {
			this.digest.update(octets, offset, length);
		}

		@Override
		protected byte[] engineSign() {
			throw new UnsupportedOperationException();
		}

		@Override
		protected boolean engineVerify(byte[] octets) throws SignatureException {
			try {
				Signature signature = Signature.getInstance("Ed25519");
				signature.initVerify(this.key);
				signature.update(this.digest.digest());
				return signature.verify(octets);
			}
			catch (GeneralSecurityException ex) {
				throw new SignatureException(ex);
			}
		}

		@Override
		@Deprecated
		protected void engineSetParameter(String name, Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		@Deprecated
		protected Object engineGetParameter(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
