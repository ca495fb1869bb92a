import { status } from '@grpc/grpc-js';

import type { Clock, Timer } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { HostFilter } from '../../shared/model/query.ts';
import { BoundedQueue } from '../../shared/queue.ts';
import { eventToWire } from '../../shared/wire/event.ts';
import type { WatchRequest__Output } from '../../shared/wire/generated/muster/v1/WatchRequest.ts';
import { timestampOf } from '../../shared/wire/time.ts';
import type { Feed, FeedItem, FleetView, SampleView } from '../ports.ts';
import { hostAnswer, vmAnswer } from './answers.ts';
import { ApiError, toApiError } from './api-error.ts';
import { pictureOf } from './picture.ts';
import { eventTypesOf, hostFilterOf, RequestReader } from './request.ts';
import { WatchCall } from './watch-call.ts';
import type { WatchServerCall } from './watch-call.ts';
import { ShownVersions, WatchFilter } from './watch-filter.ts';

export interface WatchSources {
  readonly view: FleetView;
  readonly samples: SampleView;
  readonly feed: Feed;
  readonly clock: Clock;
  /** Events held for a watcher that lags. */
  readonly bufferEvents: number;
}

interface WatchQuestion {
  readonly resumeToken: string;
  readonly isPictureWanted: boolean;
  readonly hosts: HostFilter;
  readonly filter: WatchFilter;
}

function readQuestion(request: WatchRequest__Output, view: FleetView): WatchQuestion {
  const reader = new RequestReader();
  const hosts = hostFilterOf(reader, 'host_filter', request.hostFilter);
  const types = eventTypesOf(reader, request.types);
  reader.end();
  const resumeToken = request.resumeToken ?? '';
  return {
    resumeToken,
    isPictureWanted: resumeToken === '' && request.skipSnapshot !== true,
    hosts,
    filter: new WatchFilter({ hosts, types, hostOf: (id) => view.getHost(id) }),
  };
}

const notKept = (what: string): ApiError =>
  new ApiError(status.OUT_OF_RANGE, `${what}; watch again without a resume token`, [
    { kind: 'reason', reason: 'RESUME_TOKEN_NOT_KEPT' },
  ]);

/** Events taken from the queue at a time. */
const batchSize = 64;

/**
 * One watcher: the picture, then every change after the place in the stream that was noted before the picture was read.
 *
 * The stream is joined only after the picture, so that a slow reader of a large picture makes us hold nothing: the feed
 * keeps the events meanwhile. What it kept is taken over as it is (`#past`); only what comes later is bounded (`#live`).
 */
export class Watch {
  readonly #sources: WatchSources;
  readonly #call: WatchCall;
  readonly #request: WatchRequest__Output;
  readonly #past = new BoundedQueue<FeedItem>(Number.POSITIVE_INFINITY);
  readonly #live: BoundedQueue<FeedItem>;
  #shown: ShownVersions | undefined;
  /** Monotonic ms. */
  #forgetShownAt = 0;
  #isBookmarkDue = false;
  #timer: Timer | undefined;

  constructor(call: WatchServerCall, sources: WatchSources) {
    this.#sources = sources;
    this.#call = new WatchCall(call);
    this.#request = call.request;
    this.#live = new BoundedQueue(sources.bufferEvents);
  }

  /** Resolves when the watch has ended, for whatever reason, and holds nothing any more. Rejects only on a fault. */
  async run(): Promise<void> {
    let close: () => void = () => undefined;
    try {
      const question = readQuestion(this.#request, this.#sources.view);
      const token = question.resumeToken || this.#sources.feed.position();
      // What was told of foreign hosts comes into the state a moment later than to the feed.
      await this.#call.until(this.#follow(token));
      if (question.isPictureWanted) await this.#sendPicture(question, token);
      else this.#isBookmarkDue = true;
      if (!this.#isOver) close = this.#join(question, token);
      this.#scheduleBookmark();
      while (!this.#isOver) await this.#sendNext();
    } catch (thrown) {
      const { error, isExpected } = toApiError(thrown);
      this.end(error);
      if (!isExpected) throw thrown;
    } finally {
      close();
      this.#timer?.cancel();
      this.#shown = undefined;
    }
  }

  /** Ends the watch with an error after what is written already. */
  end(error: ApiError): void {
    this.#call.fail(error);
    this.#past.clear();
    this.#live.clear();
  }

  get #isOver(): boolean {
    return this.#call.isOver;
  }

  async #follow(token: string): Promise<void> {
    const { feed } = this.#sources;
    await feed.reached(token);
    await feed.caughtUp();
  }

  async #sendPicture({ filter, hosts }: WatchQuestion, token: string): Promise<void> {
    const { view, samples, clock } = this.#sources;
    const shown = new ShownVersions();
    for (const item of pictureOf(view, filter.isOpen ? undefined : hosts)) {
      if (this.#isOver) return;
      if (item.kind === 'host') {
        shown.showHost(item.host);
        filter.sawHost(item.host.id);
        await this.#call.write({ host: hostAnswer(view, item.host, samples) });
      } else {
        shown.showVm(item.vm);
        await this.#call.write({ vm: vmAnswer(item.vm, samples) });
      }
    }
    const { hostCount, vmCount } = shown;
    await this.#call.write({ resumeToken: token, snapshotEnd: { hostCount, vmCount } });
    this.#shown = shown;
    this.#forgetShownAt = clock.monotonicMs() + limits.watchVersionsKeptMs;
  }

  /** Returns what leaves the stream again. */
  #join({ filter, resumeToken }: WatchQuestion, token: string): () => void {
    let target = this.#past;
    const onItem = (item: FeedItem): void => {
      try {
        this.#take(item, filter, target);
      } catch (thrown) {
        // The feed serves others too: a fault here ends this watch only.
        this.end(toApiError(thrown).error);
      }
    };
    const subscription = this.#sources.feed.subscribe(token, onItem, () => {
      this.end(notKept('this replica missed events, or the stream began anew'));
    });
    target = this.#live;
    if (subscription.kind === 'subscribed') return subscription.close;
    throw notKept(
      resumeToken === ''
        ? 'the picture was read so slowly that the events after it are no longer kept'
        : 'the events after this resume token are not kept, or it belongs to another stream',
    );
  }

  #take(item: FeedItem, filter: WatchFilter, target: BoundedQueue<FeedItem>): void {
    if (this.#isOver || this.#shown?.isNews(item.event) === false) return;
    if (!filter.passes(item.event)) return;
    if (target.push(item) === 'full') {
      const message = `this watch is ${String(target.capacity)} events behind; resume with the last token received`;
      this.end(
        new ApiError(status.RESOURCE_EXHAUSTED, message, [
          { kind: 'reason', reason: 'WATCHER_TOO_SLOW' },
        ]),
      );
      return;
    }
    this.#call.wake();
  }

  async #sendNext(): Promise<void> {
    const source = this.#past.size > 0 ? this.#past : this.#live;
    const items = source.take(batchSize);
    for (const { token, event } of items) {
      if (this.#isOver) return;
      await this.#call.write({ resumeToken: token, event: eventToWire(event) });
    }
    if (items.length > 0) return;
    if (this.#isBookmarkDue) await this.#sendBookmark();
    else await this.#call.sleep();
  }

  /** Only when nothing waits: then everything up to the feed's position has been said, or was filtered out. */
  async #sendBookmark(): Promise<void> {
    const { feed, clock } = this.#sources;
    this.#isBookmarkDue = false;
    await this.#call.write({
      resumeToken: feed.position(),
      bookmark: { at: timestampOf(clock.unixMs()) },
    });
  }

  #scheduleBookmark(): void {
    const { clock } = this.#sources;
    this.#timer = clock.setTimer(() => {
      if (clock.monotonicMs() >= this.#forgetShownAt) this.#shown = undefined;
      this.#isBookmarkDue = true;
      this.#call.wake();
      this.#scheduleBookmark();
    }, limits.watchBookmarkMs);
  }
}
