#!/usr/bin/perl
# Makes a database of countries in MaxMind's format from Debian's package tor-geoipdb:
#
#   perl tor-geoipdb.pl /usr/share/tor/geoip /usr/share/tor/geoip6 /var/lib/GeoIP/countries.mmdb
#
# Needs libmaxmind-db-writer-perl. The data are the IPFire Location Database's, under CC BY-SA 4.0 (both files begin with
# that), and so is what is made of them. The server reads the new file by itself.
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;
use Socket qw(inet_ntoa);

my ($ipv4, $ipv6, $made) = @ARGV;
die "Usage: $0 <geoip> <geoip6> <new file>\n" unless @ARGV == 3;

my $tree = MaxMind::DB::Writer::Tree->new(
    ip_version            => 6,
    record_size           => 28,
    database_type         => 'tor-geoipdb-Country',
    languages             => ['en'],
    description           => { en => 'Countries of the IPFire Location Database, CC BY-SA 4.0' },
    map_key_type_callback => sub { $_[0] eq 'iso_code' ? 'utf8_string' : 'map' },
);

for my $file ($ipv4, $ipv6) {
    open my $lines, '<', $file or die "$file: $!\n";
    while (<$lines>) {
        # Countries that are none, such as "??", are left out: their addresses are at an unknown place.
        my ($first, $last, $country) = /^([0-9a-f:]+),([0-9a-f:]+),([A-Z]{2})$/ or next;
        ($first, $last) = map { inet_ntoa(pack 'N', $_) } $first, $last if $file eq $ipv4;
        $tree->insert_range($first, $last, { country => { iso_code => $country } });
    }
}

# Written beside and renamed, so that nobody reads half of it.
open my $out, '>:raw', "$made.new" or die "$made.new: $!\n";
$tree->write_tree($out);
close $out or die "$made.new: $!\n";
rename "$made.new", $made or die "$made: $!\n";
