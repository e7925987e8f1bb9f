"""What a notice says about itself: service, kind of buyer and supplier, form, place."""
