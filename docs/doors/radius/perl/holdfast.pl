# FreeRADIUS asks a Keycloak realm, and the realm asks its user's phone: the password grant with push, by rlm_perl.
# Perl's own modules suffice; https needs IO::Socket::SSL (Debian: libio-socket-ssl-perl).
use strict;
use warnings;
use HTTP::Tiny;
use JSON::PP;

our (%RAD_REQUEST, %RAD_REPLY, %RAD_CHECK, %RAD_STATE, %RAD_PERLCONF);

use constant {
    RLM_MODULE_REJECT  => 0,
    RLM_MODULE_FAIL    => 1,
    RLM_MODULE_OK      => 2,
    RLM_MODULE_HANDLED => 3,
    RLM_MODULE_NOOP    => 7,
};
use constant {L_INFO => 3, L_ERR => 4};

# Seconds that the realm may take to answer one request.
use constant HTTP_TIMEOUT => 10;

my $http = HTTP::Tiny->new(timeout => HTTP_TIMEOUT, verify_SSL => 1, max_redirect => 0);

sub authenticate {
    my $name = $RAD_REQUEST{'User-Name'} // return RLM_MODULE_REJECT;
    my $later = $RAD_STATE{'Tmp-String-0'};
    # After a challenge the user only confirmed: the password is the one of before, which FreeRADIUS kept in memory.
    my $password = defined $later ? $RAD_STATE{'Tmp-String-1'} : $RAD_REQUEST{'User-Password'};
    return RLM_MODULE_REJECT unless defined $password && length $password;

    my $answer = ask($name, $password, $later) // return RLM_MODULE_FAIL;
    # A user who confirmed in time may still be typing on the phone.
    my $may_challenge = !defined $later && defined $answer->{number} && !$RAD_REQUEST{'FreeRADIUS-Proxied-To'};
    if (pending($answer) && $may_challenge) {
        $RAD_STATE{'Tmp-String-0'} = $answer->{push_request};
        $RAD_STATE{'Tmp-String-1'} = $password;
        $RAD_REPLY{'Reply-Message'} = "Type $answer->{number} on your phone, then confirm here.";
        $RAD_CHECK{'Response-Packet-Type'} = 'Access-Challenge';
        return RLM_MODULE_HANDLED;
    }
    my $until = time + ($answer->{expires_in} // 0);
    while (pending($answer) && time < $until) {
        sleep($answer->{interval} // 2);
        $answer = ask($name, $password, $answer->{push_request}) // return RLM_MODULE_FAIL;
    }
    if ($answer->{access_token}) {
        return RLM_MODULE_OK;
    }
    log_line(L_INFO, "$name: " . ($answer->{error} // 'no answer'));
    $RAD_REPLY{'Reply-Message'} = 'The sign-in was not approved.';
    return RLM_MODULE_REJECT;
}

sub pending {
    my ($answer) = @_;
    return ($answer->{error} // '') eq 'authorization_pending';
}

# The answer of the token endpoint, a refusal too; undef where there was none.
sub ask {
    my ($name, $password, $request) = @_;
    my %form = (
        grant_type    => 'password',
        client_id     => $RAD_PERLCONF{client_id},
        client_secret => secret(),
        username      => $name,
        password      => $password,
    );
    $form{push_request} = $request if defined $request;
    my $from = join ' ', grep { defined && length } @RAD_REQUEST{'NAS-Identifier', 'Calling-Station-Id'};
    $form{binding_message} = $from if length $from;
    my $response = $http->post_form($RAD_PERLCONF{token_endpoint}, \%form);
    my $body = eval { decode_json($response->{content}) };
    if (!$body || ref $body ne 'HASH') {
        # 599 is HTTP::Tiny's own; its text names what went wrong.
        log_line(L_ERR, "no answer of the realm: $response->{status} "
            . ($response->{status} == 599 ? $response->{content} : $response->{reason}));
        return undef;
    }
    return $body;
}

my $secret;
sub secret {
    return $secret //= do {
        open my $file, '<', $RAD_PERLCONF{client_secret_file}
            or die "cannot read $RAD_PERLCONF{client_secret_file}: $!";
        my $line = <$file> // '';
        chomp $line;
        $line;
    };
}

sub log_line {
    my ($level, $text) = @_;
    &radiusd::radlog($level, "holdfast: $text");
}

1;
