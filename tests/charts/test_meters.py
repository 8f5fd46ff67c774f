from compliance.charts.meters import MeterPart, meter, spark


def test_a_missing_value_is_a_gap_never_joined_up():
    assert spark([91, 93, None, 96, 95]).count("<polyline") == 2


def test_the_dot_stands_on_the_last_known_value():
    assert spark([91, 93, None]).count("<circle") == 1


def test_nothing_known_draws_nothing():
    assert spark([]) == spark([None, None]) == ""


def test_a_flat_line_stands_in_the_middle():
    assert 'cy="17"' in spark([5, 5, 5])


def test_a_sparkline_without_a_name_is_decoration():
    assert 'aria-hidden="true"' in spark([1, 2], 3)
    assert 'aria-label="Notices in time"' in spark([1, 2], label="Notices in time")


def test_a_meter_names_its_parts_and_leaves_empty_ones_out():
    drawn = meter([MeterPart(3, "met", "Attested"), MeterPart(0, "soon", "Due soon")])
    assert 'aria-label="Attested: 3, Due soon: 0"' in drawn
    assert "clk-soon" not in drawn


def test_a_meter_of_nothing_is_an_empty_track():
    assert "clk-track" in meter([MeterPart(0, "met", "Attested")])
