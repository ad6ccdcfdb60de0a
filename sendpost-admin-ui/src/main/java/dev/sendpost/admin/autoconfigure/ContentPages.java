package dev.sendpost.admin.autoconfigure;

import org.springframework.context.annotation.Configuration;

/**
 * The pages of templates and webhooks.
 */
@Configuration(proxyBeanMethods = false)
class ContentPages {

}
