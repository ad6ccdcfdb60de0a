package dev.sendpost.domain.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import com.github.benmanes.caffeine.cache.Ticker;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import org.springframework.util.function.SingletonSupplier;

/**
 * Asks name servers by dnsjava, and remembers what they say for as long as it may be.
 */
public final class DnsJavaResolver implements DnsResolver {

	/** Until when an answer is fresh: who asks again and again gets the same. */
	private static final Duration FRESH = Duration.ofSeconds(5);

	private static final Duration ANY_AGE = Duration.ofDays(2);

	/** Made with the first question: most applications ask none. */
	private final SingletonSupplier<DnsExchange> exchange;

	private final SingletonSupplier<DnsCache> cache;

	private final Ticker ticker;

	private final Duration maxAge;

	/** When, by the ticker, the time is over; {@link Long#MAX_VALUE} for never. */
	private final long end;

	/**
	 * Create a resolver.
	 * @param servers the name servers, which must resolve recursively, in the order in
	 * which they are asked; none for those of the operating system
	 * @param timeout how long a server may take for one answer
	 * @param ticker measures time
	 */
	public DnsJavaResolver(List<InetSocketAddress> servers, Duration timeout, Ticker ticker) {
		this(SingletonSupplier
			.of(() -> new DnsExchange(servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers,
					timeout)),
				SingletonSupplier.of(() -> new DnsCache(ticker)), ticker, ANY_AGE, Long.MAX_VALUE);
	}

	private DnsJavaResolver(SingletonSupplier<DnsExchange> exchange, SingletonSupplier<DnsCache> cache, Ticker ticker,
			Duration maxAge, long end) {
		this.exchange = exchange;
		this.cache = cache;
		this.ticker = ticker;
		this.maxAge = maxAge;
		this.end = end;
	}

	@Override
	public DnsResolver forWork(boolean fresh, Duration limit) {
		return new DnsJavaResolver(this.exchange, this.cache, this.ticker, fresh ? FRESH : ANY_AGE,
				this.ticker.read() + limit.toNanos());
	}

	@Override
	public List<String> servers() {
		return this.exchange.obtain().servers();
	}

	@Override
	public DnsAnswer<String> txt(String name) {
		return ask(name, Type.TXT).map((found) -> join((TXTRecord) found));
	}

	private static String join(TXTRecord txt) {
		StringBuilder text = new StringBuilder();
		for (Object string : txt.getStringsAsByteArrays()) {
			text.append(new String((byte[]) string, StandardCharsets.ISO_8859_1));
		}
		return text.toString();
	}

	@Override
	public DnsAnswer<InetAddress> addresses(String name, int version) {
		if (version == 4) {
			return ask(name, Type.A).map((found) -> ((ARecord) found).getAddress());
		}
		return ask(name, Type.AAAA).map((found) -> ((AAAARecord) found).getAddress());
	}

	@Override
	public DnsAnswer<MailExchanger> mx(String name) {
		DnsAnswer<MailExchanger> answer = ask(name, Type.MX).map((found) -> {
			MXRecord mx = (MXRecord) found;
			return new MailExchanger(mx.getPriority(),
					mx.getTarget().equals(Name.root) ? "" : AliasFollower.text(mx.getTarget()));
		});
		List<MailExchanger> sorted = answer.records()
			.stream()
			.sorted(Comparator.comparingInt(MailExchanger::preference))
			.toList();
		return new DnsAnswer<>(answer.status(), sorted, answer.aliases(), answer.explanation());
	}

	@Override
	public DnsAnswer<String> aliases(String name) {
		// Whatever type is asked for, the chain comes first.
		DnsAnswer<Record> answer = ask(name, Type.A);
		if (answer.status() == DnsStatus.ALIAS_LOOP || answer.status() == DnsStatus.UNAVAILABLE) {
			return new DnsAnswer<>(answer.status(), List.of(), answer.aliases(), answer.explanation());
		}
		if (!answer.aliases().isEmpty()) {
			return new DnsAnswer<>(DnsStatus.FOUND, answer.aliases(), answer.aliases(), "");
		}
		DnsStatus status = (answer.status() == DnsStatus.NO_SUCH_NAME) ? DnsStatus.NO_SUCH_NAME : DnsStatus.NO_DATA;
		return new DnsAnswer<>(status, List.of(), List.of(),
				(status == DnsStatus.NO_SUCH_NAME) ? answer.explanation() : name + " exists, but is no alias (CNAME)");
	}

	@Override
	public DnsAnswer<String> names(InetAddress address) {
		return ask(ReverseMap.fromAddress(address), Type.PTR)
			.map((found) -> AliasFollower.text(((PTRRecord) found).getTarget()));
	}

	private DnsAnswer<Record> ask(String text, int type) {
		Name name = DnsNames.parse(text);
		if (name == null) {
			return DnsResponse
				.of(DnsStatus.NO_SUCH_NAME, List.of(), "'" + text + "' cannot be a name: a label is empty or too long",
						0)
				.answer();
		}
		return ask(name, type);
	}

	private DnsAnswer<Record> ask(Name name, int type) {
		DnsResponse known = this.cache.obtain().find(name, type, this.maxAge);
		if (known != null) {
			return known.answer();
		}
		if (remaining() <= 0) {
			return DnsResponse
				.of(DnsStatus.UNAVAILABLE, List.of(),
						"the check took too long before " + AliasFollower.text(name) + " could be asked for", 0)
				.answer();
		}
		DnsResponse response = new AliasFollower(this.exchange.obtain(), name, type, this::remaining).find();
		this.cache.obtain().put(name, type, response);
		return response.answer();
	}

	private long remaining() {
		return (this.end != Long.MAX_VALUE) ? this.end - this.ticker.read() : Long.MAX_VALUE;
	}

}
