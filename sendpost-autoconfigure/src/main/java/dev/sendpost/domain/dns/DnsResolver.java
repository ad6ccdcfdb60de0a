package dev.sendpost.domain.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * Asks the domain name system. No question takes longer than its time-out, none throws:
 * what went wrong is in the answer. Any number of threads can share one.
 */
public interface DnsResolver {

	/**
	 * The texts of a name.
	 * @param name the name as A-labels
	 * @return each record as one text, the strings it is split into joined without a
	 * space
	 */
	DnsAnswer<String> txt(String name);

	/**
	 * The addresses of a name.
	 * @param name the name as A-labels
	 * @param version 4 or 6
	 * @return addresses of that version of the Internet protocol
	 */
	DnsAnswer<InetAddress> addresses(String name, int version);

	/**
	 * The hosts that take the mail of a domain.
	 * @param name the domain as A-labels
	 * @return the hosts, the preferred first
	 */
	DnsAnswer<MailExchanger> mx(String name);

	/**
	 * What a name is an alias of.
	 * @param name the name as A-labels
	 * @return all names that the alias leads to, one after the other
	 */
	DnsAnswer<String> aliases(String name);

	/**
	 * The names of an address.
	 * @param address the address
	 * @return the names
	 */
	DnsAnswer<String> names(InetAddress address);

	/**
	 * The same for one piece of work.
	 * @param fresh whether to pass over what is remembered for longer than a few seconds
	 * @param limit how long all questions together may take; those after it are not asked
	 * @return the resolver for the work
	 */
	DnsResolver forWork(boolean fresh, Duration limit);

	/**
	 * Where questions go, for a log.
	 * @return the servers
	 */
	List<String> servers();

}
