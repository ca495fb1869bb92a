import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import type { Clock } from '../../shared/clock.ts';
import { MusterError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import type { Service } from '../../shared/service.ts';
import { readinessOf } from './readiness.ts';
import type { ReadinessCheck } from './readiness.ts';

/** The part of prom-client's registry that is needed here. */
export interface MetricsText {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface HttpServerOptions {
  /** host:port; port 0 takes a free one. */
  readonly address: string;
  readonly checks: readonly ReadinessCheck[];
  readonly metrics: MetricsText;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Answer {
  readonly statusCode: number;
  readonly contentType: string;
  readonly body: string;
}

const text = 'text/plain; charset=utf-8';

const indexPage = `Muster central

/healthz  this process lives
/readyz   it can do its work: 200, or 503 with what is wrong
/metrics  counters, for Prometheus
`;

/** Probes and metrics for machines. */
export class HttpServer implements Service {
  readonly name = 'http';
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  readonly #routes: ReadonlyMap<string, () => Answer | Promise<Answer>>;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = createServer(
      { requestTimeout: limits.httpRequestMs, headersTimeout: limits.httpRequestMs },
      (request, response) => void this.#serve(request, response),
    );
    this.#server.maxConnections = limits.httpConnectionsMax;
    this.#routes = new Map<string, () => Answer | Promise<Answer>>([
      ['/', () => ({ statusCode: 200, contentType: text, body: indexPage })],
      ['/healthz', () => ({ statusCode: 200, contentType: text, body: 'ok\n' })],
      ['/readyz', () => this.#readiness()],
      ['/metrics', () => this.#metrics()],
    ]);
  }

  /** Known after start. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async start(): Promise<void> {
    const { address, log } = this.#options;
    const { hostname, port } = new URL(`http://${address}`);
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause) => {
        const message = `HTTP cannot listen on ${address}: ${cause.message}`;
        reject(new MusterError('START_FAILED', message, { cause }));
      });
      // An IPv6 address stands in brackets before a port, and without them elsewhere.
      this.#server.listen(Number(port), hostname.replace(/^\[|\]$/g, ''), resolve);
    });
    this.#server.removeAllListeners('error');
    this.#server.on('error', (err) => {
      log.error({ err }, 'HTTP server');
    });
    log.info({ address, port: this.port }, 'HTTP listens');
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.setTimer(() => {
        this.#server.closeAllConnections();
      }, limits.apiStopMs);
      this.#server.close(() => {
        timer.cancel();
        resolve();
      });
      this.#server.closeIdleConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = ''] = (request.url ?? '').split('?');
    const answer = await this.#answer(request.method ?? '', path);
    const body = Buffer.from(answer.body);
    response.writeHead(answer.statusCode, {
      'content-type': answer.contentType,
      'content-length': body.length,
      'cache-control': 'no-store',
      ...(answer.statusCode === 405 && { allow: 'GET, HEAD' }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async #answer(method: string, path: string): Promise<Answer> {
    const route = this.#routes.get(path);
    if (route === undefined) {
      const body = `there is no ${path} here; / lists what there is\n`;
      return { statusCode: 404, contentType: text, body };
    }
    if (method !== 'GET' && method !== 'HEAD') {
      const body = `${path} answers GET and HEAD, not ${method}\n`;
      return { statusCode: 405, contentType: text, body };
    }
    try {
      return await route();
    } catch (thrown) {
      this.#options.log.error({ err: thrown, path }, 'an HTTP request failed');
      const body = 'a fault in Muster itself; the log of this replica says more\n';
      return { statusCode: 500, contentType: text, body };
    }
  }

  #readiness(): Answer {
    const { isReady, checks } = readinessOf(this.#options.checks);
    const named = checks.map(({ name, isOk, message }) => ({ name, ok: isOk, message }));
    return {
      statusCode: isReady ? 200 : 503,
      contentType: 'application/json; charset=utf-8',
      body: `${JSON.stringify({ ready: isReady, checks: named }, null, 2)}\n`,
    };
  }

  async #metrics(): Promise<Answer> {
    const { metrics } = this.#options;
    return { statusCode: 200, contentType: metrics.contentType, body: await metrics.metrics() };
  }
}
