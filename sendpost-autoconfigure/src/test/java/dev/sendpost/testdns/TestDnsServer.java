package dev.sendpost.testdns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on the loopback interface, over UDP and TCP, that answers from zone data
 * as a recursive resolver would: aliases come with what they lead to. Names can be made
 * to fail. What it was asked is recorded.
 */
public final class TestDnsServer implements AutoCloseable {

	/** The TTL of records, in seconds, unless they have their own. */
	public static final long TTL = 300;

	/** How long it may be remembered that something does not exist, in seconds. */
	public static final long NEGATIVE_TTL = 60;

	private static final int UDP_SIZE = 512;

	private final DatagramSocket udp;

	private final ServerSocket tcp;

	private final List<Record> records = new CopyOnWriteArrayList<>();

	private final Map<Name, Fault> faults = new ConcurrentHashMap<>();

	private final List<String> questions = new CopyOnWriteArrayList<>();

	private volatile Fault everything = Fault.NONE;

	private TestDnsServer(DatagramSocket udp, ServerSocket tcp) {
		this.udp = udp;
		this.tcp = tcp;
	}

	/**
	 * Start a server.
	 * @param zone records as in a master file, one to a line, with absolute names
	 */
	public static TestDnsServer start(String... zone) {
		TestDnsServer server = null;
		while (server == null) {
			server = listen();
		}
		for (String line : zone) {
			server.add(line);
		}
		daemon(server::serveUdp);
		daemon(server::serveTcp);
		return server;
	}

	/**
	 * Take a port that is free for TCP.
	 * @return the server, or {@code null} if the port is not free for UDP
	 */
	private static @Nullable TestDnsServer listen() {
		try {
			ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			try {
				return new TestDnsServer(
						new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort())),
						tcp);
			}
			catch (BindException ex) {
				tcp.close();
				return null;
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "test-dns");
		thread.setDaemon(true);
		thread.start();
	}

	public InetSocketAddress address() {
		return (InetSocketAddress) this.udp.getLocalSocketAddress();
	}

	/**
	 * As it is written in properties.
	 */
	public String property() {
		return address().getAddress().getHostAddress() + ":" + address().getPort();
	}

	/**
	 * Add a record.
	 * @param line for example {@code acme.example. TXT "v=spf1 -all"}, with a TTL behind
	 * the name if it is to have its own
	 */
	public TestDnsServer add(String line) {
		String[] parts = line.split("\\s+", 3);
		long ttl = TTL;
		if (parts[1].matches("\\d+")) {
			ttl = Long.parseLong(parts[1]);
			parts = (parts[0] + " " + parts[2]).split("\\s+", 3);
		}
		try {
			this.records.add(Record.fromString(Name.fromString(parts[0]), Type.value(parts[1]), DClass.IN, ttl,
					parts[2], Name.root));
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(line, ex);
		}
		return this;
	}

	/**
	 * Remove all records of a name.
	 */
	public TestDnsServer remove(String name) {
		this.records.removeIf((record) -> record.getName().equals(name(name)));
		return this;
	}

	/**
	 * Let a name fail, or be well again.
	 */
	public TestDnsServer fail(String name, Fault fault) {
		this.faults.put(name(name), fault);
		return this;
	}

	/**
	 * Let each name fail, or be well again.
	 */
	public TestDnsServer failAll(Fault fault) {
		this.everything = fault;
		return this;
	}

	/**
	 * What was asked, for example {@code acme.example. TXT udp}.
	 */
	public List<String> questions() {
		return List.copyOf(this.questions);
	}

	private static Name name(String name) {
		try {
			return Name.fromString(name);
		}
		catch (TextParseException ex) {
			throw new IllegalArgumentException(name, ex);
		}
	}

	private void serveUdp() {
		byte[] octets = new byte[4096];
		while (!this.udp.isClosed()) {
			try {
				DatagramPacket packet = new DatagramPacket(octets, octets.length);
				this.udp.receive(packet);
				byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
				Message answer = answer(new Message(query), "udp");
				if (answer != null) {
					int size = (answer.getOPT() != null) ? answer.getOPT().getPayloadSize() : UDP_SIZE;
					byte[] wire = answer.toWire(size);
					this.udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
				}
			}
			catch (SocketException ex) {
				return;
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	private void serveTcp() {
		while (!this.tcp.isClosed()) {
			try {
				Socket socket = this.tcp.accept();
				daemon(() -> serve(socket));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			DataInputStream in = new DataInputStream(socket.getInputStream());
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			while (true) {
				byte[] query = new byte[in.readUnsignedShort()];
				in.readFully(query);
				Message answer = answer(new Message(query), "tcp");
				if (answer != null) {
					byte[] wire = answer.toWire();
					out.writeShort(wire.length);
					out.write(wire);
					out.flush();
				}
			}
		}
		catch (EOFException | SocketException ex) {
			// The client is done.
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Message answer(Message query, String protocol) {
		Record question = query.getQuestion();
		this.questions.add(question.getName() + " " + Type.string(question.getType()) + " " + protocol);
		Fault fault = (this.everything != Fault.NONE) ? this.everything
				: this.faults.getOrDefault(question.getName(), Fault.NONE);
		if (fault == Fault.SILENCE) {
			return null;
		}
		Message answer = new Message(query.getHeader().getID());
		answer.getHeader().setFlag(Flags.QR);
		answer.getHeader().setFlag(Flags.RA);
		answer.addRecord(question, Section.QUESTION);
		if (query.getOPT() != null) {
			answer.addRecord(query.getOPT(), Section.ADDITIONAL);
		}
		switch (fault) {
			case SERVFAIL -> answer.getHeader().setRcode(Rcode.SERVFAIL);
			case REFUSED -> answer.getHeader().setRcode(Rcode.REFUSED);
			case TRUNCATED -> {
				if (protocol.equals("udp")) {
					answer.getHeader().setFlag(Flags.TC);
				}
				else {
					resolve(question, answer);
				}
			}
			default -> resolve(question, answer);
		}
		return answer;
	}

	private void resolve(Record question, Message answer) {
		Name name = question.getName();
		for (int hop = 0; hop < 20; hop++) {
			Name current = name;
			List<Record> all = this.records.stream().filter((record) -> record.getName().equals(current)).toList();
			List<Record> found = all.stream().filter((record) -> record.getType() == question.getType()).toList();
			found.forEach((record) -> answer.addRecord(record, Section.ANSWER));
			if (!found.isEmpty()) {
				return;
			}
			Record alias = all.stream().filter(CNAMERecord.class::isInstance).findFirst().orElse(null);
			if (alias == null) {
				nothing(current, answer);
				return;
			}
			if (!answer.findRecord(alias, Section.ANSWER)) {
				answer.addRecord(alias, Section.ANSWER);
			}
			name = ((CNAMERecord) alias).getTarget();
		}
	}

	private void nothing(Name name, Message answer) {
		boolean exists = this.records.stream().anyMatch((record) -> record.getName().subdomain(name));
		if (!exists) {
			answer.getHeader().setRcode(Rcode.NXDOMAIN);
		}
		answer.addRecord(
				new SOARecord(Name.root, DClass.IN, TTL, Name.root, Name.root, 1, 3600, 600, 86_400, NEGATIVE_TTL),
				Section.AUTHORITY);
	}

	@Override
	public void close() {
		this.udp.close();
		try {
			this.tcp.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What goes wrong.
	 */
	public enum Fault {

		NONE, SERVFAIL, REFUSED, SILENCE, TRUNCATED

	}

}
