import type { MarkedPerson, Marker } from '../canary/markers.ts';
import type { Account } from './account.ts';
import type { DemoCloud } from './demo-cloud.ts';

/** A signed-in player of the story. */
export interface DemoPlayer {
  /** How the account calls them. */
  calledName: string;
  person: MarkedPerson;
  jurisdiction: string;
  language: 'en' | 'id';
  playerId: string;
  /** Access token; good for 30 minutes of the cloud's time. */
  token: string;
}

/** What the chapters share. */
export interface Story {
  cloud: DemoCloud;
  account: Account;
  /** Every marker that was planted in somebody's personal field so far. */
  markers: Marker[];
}
