import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { MalwareScan } from '../constructs/malware-scan.ts';
import { PersonTable } from '../constructs/person-table.ts';
import { RegionKeys } from '../constructs/region-keys.ts';
import { ExportBucket } from '../constructs/export-bucket.ts';
import { ListBucket } from '../constructs/list-bucket.ts';
import { AccessLogBucket, SealedBucket } from '../constructs/sealed-bucket.ts';
import type { Region } from '../regions.ts';
import { tables, type TableDeclaration, type TableName } from '../tables.ts';

/** Everything that is kept: keys, tables, and the buckets of identity documents and of lists. */
export class DataStack extends Stack {
  readonly keys: RegionKeys['byName'];
  readonly tables: Readonly<Record<TableName, TableV2>>;
  readonly kycBucket: Bucket;
  readonly exportBucket: Bucket;
  readonly screeningLists: Bucket;

  constructor(scope: Construct, region: Region) {
    super(scope, 'Data', { stackName: 'sesetoro-data' });
    this.keys = new RegionKeys(this).byName;
    this.tables = this.createTables();
    const accessLogs = new AccessLogBucket(this, 'AccessLogs');
    this.kycBucket = this.createDocuments(region, accessLogs);
    this.exportBucket = new ExportBucket(this, 'Exports', { key: this.keys.exports, accessLogs });
    this.screeningLists = new ListBucket(this, 'ScreeningLists', { key: this.keys['screening-lists'], accessLogs });
  }

  /** The bucket with its scanner, unless the region says that there is none. */
  private createDocuments({ webOrigins, kycIntakeTrigger }: Region, accessLogs: AccessLogBucket): Bucket {
    const key = this.keys['kyc-documents'];
    const bucket = new SealedBucket(this, 'KycDocuments', { key, accessLogs, webOrigins });
    if (kycIntakeTrigger === 'malware-scan-completed') new MalwareScan(this, 'MalwareScan', { bucket, key });
    return bucket;
  }

  private createTables(): Record<TableName, TableV2> {
    const create = (name: string, declaration: TableDeclaration) =>
      new PersonTable(this, `${name.charAt(0).toUpperCase()}${name.slice(1)}Table`, {
        key: this.keys[declaration.key],
        declaration,
      });
    // Same keys as the declaration by construction; Object.fromEntries forgets them.
    return Object.fromEntries(
      Object.entries(tables).map(([name, declaration]) => [name, create(name, declaration)]),
    ) as Record<TableName, TableV2>;
  }
}
